import Testing

@testable import Scenarios

/// Whoever comes back after any event is sent the events that an uncut reader would have been, in their order, whatever stands between the steps and the socket.
struct ResumedStagesTests {
  private static let steps = """
    steps:
      - { id: first, data: é }
      - repeat: 7
        as: n
        every: 700ms
        steps:
          - { id: "n${n}", event: tick, data: "${random()} é" }
          - { comment: "c", after: 0ms..90ms }
      - silence: 1s..3s
      - { repeat: 2, every: 1s, id: "p${number}", data: "${random()}" }
      - gate: go
      - write: { every: 5, pace: 1ms..5ms }
      - { repeat: 4, every: 1s, id: "q${number}", data: "${random()}" }
      - write: off
      - { repeat: 5, every: 1s, id: "r${number}", data: "${number}" }
      - end: END
      - { repeat: 4, every: 1ms..9ms, id: "s${number}", data: "${random()}" }
      - end: complete
      - { repeat: 4, every: 1s, id: "t${number}", data: "${random()}" }
    """

  private static let faults = [
    "", "drop: { events: 3 }", "reorder: { events: 3 }", "reorder: { events: 50 }",
    "drop: { events: 2 }\nreorder: { events: 2 }",
  ]

  private static let texts: [String] = ["off", "300ms"].flatMap { heartbeat in
    ["write: off", "write: { every: 4 }", "write: { every: 9, pace: 30ms..60ms }", "write: { events: 2 }"]
      .flatMap { write in
        ["", "proxy: { buffer: 100 }", "proxy: { buffer: until-end }", "bom: on"]
          .flatMap { rest in
            faults.map { fault in
              // What is held when the connection is cut is held again when the client comes back, and cut again.
              let holds = ["buffer", "{ events: 2 }\n", "reorder"].contains {
                "\(write)\n\(rest)\(fault)".contains($0)
              }
              let steps = steps.replacing("END", with: holds ? "complete" : "truncate")
              return "heartbeat: \(heartbeat)\n\(write)\n\(rest)\n\(fault)\n\(steps)\n"
            }
          }
      }
  }

  @Test(arguments: texts)
  func `who comes back after any event is sent what an uncut reader would have been`(text: String) throws {
    let scenario = try load(text)
    var uncut = ReturningReader(scenario, PlanRequest(seed: 7), enough: 100)
    uncut.read()
    #expect(uncut.events.count > 10)
    for (position, _) in uncut.positions {
      var reader = ReturningReader(uncut, cutAt: position)
      reader.read()
      let expected = uncut.events.dropFirst(position.countAtID)
      #expect(reader.events.map(\.data) == expected.map(\.data), "after '\(position.lastEventID)'")
    }
  }

  @Test func `gaps and repetitions count events as they were sent`() throws {
    let steps = "reorder: { events: 3 }\nsteps: [{repeat: 12, every: 1s, id: '${number}', data: '${number}'}]"
    func ids(_ resume: String, after id: String?) throws -> [String] {
      let text = Playing.text(
        try load("open: off\nresume: \(resume)\n\(steps)"), PlanRequest(lastEventID: id, seed: 3))
      return text.split(separator: "\n").filter { $0.hasPrefix("id: ") }.map { String($0.dropFirst(4)) }
    }
    let all = try ids("continue", after: nil)
    #expect(all.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) } == (1...12).map(String.init))
    #expect(all != (1...12).map(String.init))
    for (place, id) in all.enumerated() {
      #expect(try ids("continue", after: id) == Array(all[(place + 1)...]))
      #expect(try ids("{ gap: 2 }", after: id) == Array(all.dropFirst(place + 3)))
      #expect(try ids("{ duplicate: 2 }", after: id) == Array(all[max(0, place - 1)...]))
    }
  }

  @Test func `it resumes when the last event had left, also if paced events were reordered`() throws {
    let scenario = try load(
      """
      heartbeat: off
      write: { every: 4, pace: 10ms..90ms }
      reorder: { events: 3 }
      steps: [{ repeat: 12, every: 2s, id: '${number}', data: x }]
      """)
    var text = ""
    var left: [PlanTime] = []
    for step in Playing.steps(scenario, PlanRequest(seed: 3)) where !step.bytes.isEmpty {
      text += String(decoding: step.bytes, as: UTF8.self)
      if text.hasSuffix("\n\n") { left.append(step.time) }
    }
    let ids = text.split(separator: "\n").filter { $0.hasPrefix("id: ") }.map { String($0.dropFirst(4)) }
    try #require(ids.count == 12 && left.count == 12)
    // The last event of each group; none is pending after it.
    for place in [2, 5, 8] {
      var plan = scenario.plan(for: PlanRequest(lastEventID: ids[place], seed: 3))
      _ = Playing.steps(&plan)
      #expect(plan.resumedTime == left[place])
    }
  }

  @Test(arguments: ["", "response: { delay: 3s }\n"])
  func `a silence that follows events that faults kept ends when it would have ended`(_ response: String)
    throws
  {
    let scenario = try load(
      response + """
        open: off
        heartbeat: off
        write: { every: 4, pace: 500ms }
        reorder: { events: 4 }
        steps:
          - { repeat: 6, id: 'a${number}', data: x }
          - silence: 20s
          - { id: b, data: after }
        """)
    func last(_ plan: inout Plan) throws -> PlanTime {
      try #require(Playing.steps(&plan).last { !$0.bytes.isEmpty }).time
    }
    var uncut = scenario.plan(for: PlanRequest(seed: 1))
    let end = try last(&uncut)
    for id in ["a5", "a6"] {
      var plan = scenario.plan(for: PlanRequest(lastEventID: id, seed: 1))
      // A client that comes back waits for the delay again.
      #expect(try last(&plan) == end, "\(id)")
    }
  }

  @Test func `an event that was lost cannot be the last one of anybody`() throws {
    let scenario = try load("drop: { events: 3 }\nsteps: [{repeat: 9, every: 1s, id: '${number}', data: x}]")
    let found = Playing.steps(scenario, PlanRequest(lastEventID: "3", seed: 1))
    guard case .head(let head)? = found.first?.action else {
      Issue.record("No head")
      return
    }
    #expect(head.headers.map(\.value) == ["unknown-id"])
  }
}
