import Foundation
import OpenAPIDocument
import Scenarios
import Testing

@testable import Playground

@Suite struct AccessTableTests {
  private let table = AccessTable.playground

  @Test func `the description gives each operation the role of the table`() throws {
    let document = try JSONSerialization.jsonObject(with: Data(OpenAPIDocument.json)) as? [String: Any]
    let paths = try #require(document?["paths"] as? [String: [String: Any]])
    var described: [String: String] = [:]
    for (path, item) in paths {
      for (method, operation) in item where method != "parameters" {
        described["\(method.uppercased()) \(path)"] = (operation as? [String: Any])?["x-role"] as? String
      }
    }
    // Scenarios answer for these themselves.
    for method in ["GET", "POST"] {
      #expect(described.removeValue(forKey: "\(method) /play/{name}") == "visitor")
    }
    let roles = Dictionary(
      uniqueKeysWithValues: table.operations.map { ($0.operation, $0.effect.role.rawValue) })
    #expect(described == roles)
  }

  @Test func `no scenario can take an address of the playground's own`() {
    for path in table.operations.map(\.operation).compactMap({ $0.split(separator: " ").last }) + ["/play/x"]
    {
      let text = "path: \(path)\nsteps: [{data: x}]"
      #expect(throws: ScenarioMistakes.self, "\(path)") {
        try Scenario.load(text: text, name: "s", reserved: .playground)
      }
    }
  }

  @Test func `docs/security.md has the same table`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../../docs/security.md")
    let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { $0.hasPrefix("| `") && $0.hasSuffix("| yes |") }
    let expected = table.operations.map { operation, effect in
      let visitor = effect.role == .visitor ? "yes" : "no"
      let participant =
        switch effect {
        case .reads, .computes, .tries: "yes"
        case .keepsOwn, .observesOwn: "own"
        case .observes, .writes: "no"
        }
      return "| `\(operation)` | \(effect.rawValue) | \(visitor) | \(participant) | yes |"
    }
    #expect(Set(rows.map(String.init)) == Set(expected))
  }
}
