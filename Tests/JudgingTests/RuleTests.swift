import Foundation
import Testing

@testable import Judging

@Suite struct RuleTests {
  @Test(arguments: Rules.all.map(\.id)) func `a rule says of its example what it promises`(_ id: String)
    throws
  {
    let rule = try #require(Rules.all.first { $0.id == id })
    let facts = try FactsText.facts(rule.example.facts)
    let verdict = Verdict(of: facts)
    let client = try #require(verdict.clients.first { $0.number == rule.example.client })
    let said = client.findings.filter { $0.rule == id }.map { "\($0.severity): \($0.sentence)" }
    #expect(said == rule.example.findings)
    for finding in client.findings where finding.severity > .note { #expect(!finding.evidence.isEmpty) }
  }

  @Test func `rules have names of their own`() {
    #expect(Set(Rules.all.map(\.id)).count == Rules.all.count)
  }

  @Test func `the page of the rules is made of them`() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/rules.md")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try RulesPage.text.write(to: page, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: page, encoding: .utf8) == RulesPage.text)
  }
}
