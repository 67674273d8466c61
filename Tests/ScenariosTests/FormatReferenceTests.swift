import Foundation
import Testing

@testable import Scenarios

/// docs/scenario-format.md: its tables are made from the definitions of the keys, its examples are played.
struct FormatReferenceTests {
  static let file = ShippedScenarios.folder.deletingLastPathComponent().appending(
    path: "docs/scenario-format.md")

  static let examples: [String] = {
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
  }()

  static func table(of place: KeyPlace) -> String {
    let rows = place.keys.map { key in
      let value = (key.type.expectation + (key.isRequired ? " (required)" : "")).replacing("|", with: "\\|")
      return
        "| `\(key.name)` | \(value) | \(key.defaultValue ?? "") | \(key.summary.replacing("|", with: "\\|")) |\n"
    }
    return "| key | value | default | what it does |\n|---|---|---|---|\n" + rows.joined()
  }

  @Test func `the tables are those of the definitions, and every place has one`() throws {
    var text = try String(contentsOf: Self.file, encoding: .utf8)
    let original = text
    for place in KeyPlace.allCases {
      let parts = text.components(separatedBy: "<!-- keys: \(place) -->\n")
      guard parts.count == 2, let end = parts[1].range(of: "<!-- /keys -->") else {
        Issue.record("No table for \(place)")
        continue
      }
      text = parts[0] + "<!-- keys: \(place) -->\n" + Self.table(of: place) + parts[1][end.lowerBound...]
    }
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try text.write(to: Self.file, atomically: true, encoding: .utf8)
    } else {
      #expect(text == original)
    }
  }

  @Test(arguments: examples)
  func `the examples can be loaded and played`(example: String) throws {
    let scenario = try Scenario.load(
      text: example, name: "example", reserved: .none, resolve: { try? ShippedScenarios.text($0) })
    #expect(scenario.warnings.mistakes == [])
    let request = PlanRequest(
      parameters: ["order_id": "17"], query: [(name: "room", value: "a")],
      headers: [(name: "accept-encoding", value: "gzip")], seed: scenario.seed)
    let steps = Playing.steps(scenario, request, limit: 300)
    #expect(!steps.isEmpty)
    #expect(!steps.contains { String(decoding: $0.bytes, as: UTF8.self).contains("the scenario stops here") })
  }

  @Test func `every key has an example at every place where it may stand`() {
    var used = KeysInUse()
    for example in Self.examples { used.add(example) }
    let all = KeyPlace.allCases.flatMap { place in place.keys.map { KeysInUse.name($0.name, in: place) } }
    #expect(Set(all).subtracting(used.keys).sorted() == [])
  }
}
