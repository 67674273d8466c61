import Testing

@testable import Scenarios

@Suite struct EstimateTests {
  private func estimate(_ steps: String) throws -> Scenario.Estimate {
    try Scenario.load(text: "steps:\n\(steps)", name: "estimated", reserved: .none).estimate
  }

  @Test func `counts the events and the time of loops that are written out`() throws {
    let found = try estimate("  - repeat: 3\n    every: 2s\n    data: x\n  - each: [a, b]\n    data: y\n")
    #expect(found.events == 5)
    #expect(found.duration == 4_000_000_000)
    #expect(!found.isEndless)
  }

  @Test func `does not pretend to know how many turns an expression asks for`() throws {
    for steps in [
      "  - each: ${query.words.split(' ')}\n    data: x\n", "  - repeat: ${Number(query.n)}\n    data: x\n",
      "  - repeat: 2\n    steps:\n      - each: ${query.words.split(' ')}\n        data: x\n",
    ] {
      let found = try estimate(steps)
      #expect(found.events == nil)
      #expect(found.duration == nil)
      #expect(!found.isEndless)
    }
  }

  @Test func `says what never ends`() throws {
    let found = try estimate(
      "  - each: ${query.words.split(' ')}\n    data: x\n  - repeat: forever\n    every: 1s\n    data: y\n")
    #expect(found.events == nil)
    #expect(found.isEndless)
  }
}
