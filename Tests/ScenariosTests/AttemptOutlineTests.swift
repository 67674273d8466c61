import Testing

@testable import Scenarios

@Suite struct AttemptOutlineTests {
  /// `1-2 answer 503` for each entry.
  private func outlines(_ top: String) throws -> [String] {
    let scenario = try Scenario.load(text: top + "\nsteps: [{ data: x }]", name: "s", reserved: .none)
    return scenario.plan(for: PlanRequest()).attemptOutlines.map { outline in
      "\(outline.first)-\(outline.last.map(String.init) ?? "") \(outline.plays.rawValue) \(outline.status ?? 0)"
    }
  }

  @Test(arguments: [
    ("", ["1- steps 200"]),
    ("response: { status: 500 }", ["1- steps 500"]),
    ("response: { status: 204 }", ["1- answer 204"]),
    ("response: { status: '${query.s}' }", ["1- steps 0"]),
    ("response: { redirect: /x, status: 307 }", ["1- answer 307"]),
    ("response: { reset: on }", ["1- reset 0"]),
    ("proxy: { answer: login-page }\nattempts: [{ reset: on }]", ["1-1 answer 200", "2- answer 200"]),
    ("attempts: [fine, { status: 204, times: forever }]", ["1-1 steps 200", "2- answer 204"]),
    (
      "attempts: [{ text: a }, { redirect: /x }, { framing: close }]",
      ["1-1 answer 200", "2-2 answer 302", "3-3 steps 200", "4- steps 200"]
    ),
    (
      "attempts: [{ status: '${query.s}' }, { status: '${query.s}', text: a }]",
      ["1-1 status-decides 0", "2-2 answer 0", "3- steps 200"]
    ),
    (
      "response: { redirect: /x }\nattempts: [{ steps: [{ data: y }] }, fine]",
      ["1-1 own-steps 200", "2-2 answer 302", "3- answer 302"]
    ),
    (
      "response: { status: 500 }\nattempts: [{ headers: { X-A: b } }, { status: 200 }]",
      ["1-1 steps 500", "2-2 steps 200", "3- steps 500"]
    ),
    (
      "attempts: [{ status: 503, times: 1000000 }, { reset: on, times: 3 }]",
      ["1-1000000 answer 503", "1000001-1000003 reset 0", "1000004- steps 200"]
    ),
  ])
  func `each connection has what it plays`(top: String, expected: [String]) throws {
    #expect(try outlines(top) == expected)
  }

  @Test(arguments: 1...5)
  func `what is said of a connection is what it gets`(attempt: Int) throws {
    let text = """
      attempts:
        - { status: 503, text: a }
        - { steps: [{ data: y }] }
        - { reset: on }
        - { status: '${200 + attempt}' }
      steps: [{ data: x }]
      """
    let plan = try Scenario.load(text: text, name: "s", reserved: .none).plan(
      for: PlanRequest(attempt: attempt))
    var playing = plan
    var meter = Meter.turn
    var writes = Writes()
    let next = playing.advance(
      to: 0, clock: ClockReading(wall: 0, monotonic: 0), meter: &meter, into: &writes)
    let outline = try #require(
      plan.attemptOutlines.first { attempt >= $0.first && attempt <= $0.last ?? .max })
    switch (outline.plays, next) {
    case (.answer, .respond(let response)), (.statusDecides, .respond(let response)):
      #expect(response.origin == .attempt)
      #expect(playing.line == outline.line)
    case (.ownSteps, .head): #expect(playing.line == outline.line)
    case (.steps, .head): #expect(playing.line == 0)
    case (.reset, .end(.reset)): #expect(playing.line == outline.line)
    default: Issue.record("connection \(attempt) gets \(next)")
    }
  }
}
