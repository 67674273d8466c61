import Foundation
import Scenarios
import Testing

@testable import Judging

/// Golden: what a scenario expects and what happened in, what is said of it out. `RECORD_GOLDEN=1` writes it anew.
@Suite struct ExpectationTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  private static var names: [String] {
    let found = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (found ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }

  @Test(arguments: names) func `what a scenario expects is decided by what happened`(_ name: String) throws {
    let folder = Self.folder.appending(path: name)
    let text = try String(contentsOf: folder.appending(path: "scenario.yaml"), encoding: .utf8)
    let scenario = try Scenario.load(text: text, name: name, reserved: .none)
    let expectations = try #require(scenario.expectations)
    let marks = expectations.leaves.map { [$0] } ?? FactsBuilder.usualMarks
    let facts = try FactsText.facts(
      String(contentsOf: folder.appending(path: "facts.txt"), encoding: .utf8), marks: marks)
    let results = ExpectationJudge.results(expectations, facts)
    let verdict = Verdict(of: facts, expecting: results)
    var lines = ["\(verdict.word): \(verdict.line)"]
    for result in results {
      lines.append("expect \(result.key), \(result.expected): \(result.state). \(result.sentence)")
      lines += result.evidence.map { "    entry \($0.place.entry), stream \($0.stream): \($0.text)" }
    }
    for client in verdict.clients {
      for finding in client.findings {
        lines.append("client \(client.number), \(finding.severity), \(finding.rule): \(finding.sentence)")
      }
    }
    let said = lines.joined(separator: "\n") + "\n"
    let file = folder.appending(path: "findings.txt")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try said.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == said)
  }

  @Test(arguments: [
    ("retry: 1s\nexpect: { ids: right }\nsteps: [{ data: a }]", "'ids: right' can never be judged"),
    ("expect: { reconnect: asked }\nsteps: [{ data: a }]", "'reconnect: asked' can never be judged"),
    ("retry: 3s\nexpect: { reconnect: 1s..2s }\nsteps: [{ data: a }]", "'reconnect' can never be met"),
    ("expect: { leaves: done }\nsteps: [{ data: a }]", "'leaves' can never be met"),
    (
      "retry: 10s\nexpect: { attempts: 5, reconnect: asked, within: 20s }\nsteps: [{ data: a }]",
      "'within' can never be met"
    ),
    ("expect: {}\nsteps: [{ data: a }]", "'expect' expects nothing"),
    ("expect: { reconnect: soon }\nsteps: [{ data: a }]", "'reconnect' must be asked"),
    ("expect: { attempts: 0 }\nsteps: [{ data: a }]", "'attempts' must be"),
  ])
  func `what can never be met is a mistake`(_ text: String, _ mistake: String) {
    #expect {
      _ = try Scenario.load(text: text, name: "x", reserved: .none)
    } throws: { error in
      "\(error)".contains(mistake)
    }
  }

  @Test(arguments: [
    "expect: { leaves: \"[DONE]\" }\nsteps: [{ data: \"${path}\" }]",
    "expect: { reconnect: asked, ids: right }\nsteps: [{ retry: 1s, id: 1, data: a }]",
    "expect: { ids: right }\nsteps: [{ raw: \"id: 1\" }]",
  ])
  func `what may hold is none`(_ text: String) throws {
    #expect(try Scenario.load(text: text, name: "x", reserved: .none).expectations != nil)
  }
}
