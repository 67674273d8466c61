import Testing

@testable import Scenarios

@Suite struct LoopTurnsTests {
  private func played(_ steps: String, n: Int, limit: Int = 1_000) throws -> String {
    let scenario = try load("open: off\nheartbeat: off\nsteps:\n" + steps)
    return Playing.text(scenario, PlanRequest(query: [("n", String(n))], seed: 1), limit: limit)
  }

  @Test func `loops whose turns show only when they play may come to a million in all`() throws {
    let nested = """
        - repeat: 400
          steps:
            - repeat: ${Number(query.n)}
              steps: []
        - data: after
      """
    #expect(try played(nested, n: 2_000) == "data: after\n\n")
    #expect(
      try played(nested, n: 2_500)
        == ": the scenario stops here: line 6: its loops come to more than 1,000,000 iterations\n")
  }

  @Test func `each turn of a loop that never ends has a million of its own`() throws {
    let endless = """
        - repeat: forever
          every: 1s
          steps:
            - repeat: ${Number(query.n)}
              steps: []
            - data: x
      """
    #expect(try played(endless, n: 300_000, limit: 6).hasPrefix(String(repeating: "data: x\n\n", count: 4)))
  }
}
