import Testing

@testable import Scenarios

struct ResumptionTests {
  @Test func `a resumed plan goes on just after the event, at its time`() throws {
    let scenario = try load("steps: [{repeat: 5, every: 1s, id: '${number}', data: '${number}'}]")
    var plan = scenario.plan(for: PlanRequest(lastEventID: "2"))
    let steps = Playing.steps(&plan)
    #expect(plan.resumedTime == 1_000_000_000)
    #expect(steps.map(\.time) == [1, 1, 2, 3, 4, 4].map { $0 * 1_000_000_000 })
    #expect(
      steps.map { String(decoding: $0.bytes, as: UTF8.self) }
        == ["", ":\n", "id: 3\ndata: 3\n\n", "id: 4\ndata: 4\n\n", "id: 5\ndata: 5\n\n", ""])
  }

  @Test func `random numbers go on as if the plan had never been cut`() throws {
    let scenario = try load(
      "steps: [{repeat: 30, every: 1ms..9ms, id: '${number}', data: 'x ${random()}'}, {id: end, data: '${random()}'}]"
    )
    let whole = Playing.steps(scenario)
    let resumed = Playing.steps(scenario, PlanRequest(lastEventID: "17", seed: 1))
    #expect(resumed.suffix(14).map(\.bytes) == whole.suffix(14).map(\.bytes))
    #expect(resumed.suffix(14).map(\.time) == whole.suffix(14).map(\.time))
  }

  @Test func `an unknown id starts over, and the head says so`() throws {
    let scenario = try load("steps: [{id: 1, data: a}, {id: 2, data: b}]")
    let steps = Playing.steps(scenario, PlanRequest(lastEventID: "nonsense"))
    guard case .head(let head) = steps.first?.action else {
      Issue.record("No head")
      return
    }
    #expect(head.headers.map(\.name) == ["playground-resume"])
    #expect(head.headers.map(\.value) == ["unknown-id"])
    #expect(
      Playing.text(scenario, PlanRequest(lastEventID: "nonsense")) == "id: 1\ndata: a\n\nid: 2\ndata: b\n\n")
  }

  @Test func `a client that has had everything is told not to come back`() throws {
    let scenario = try load("steps: [{id: 1, data: a}, {wait: 5s}]")
    let steps = Playing.steps(scenario, PlanRequest(lastEventID: "1"))
    #expect(steps.count == 1)
    guard case .respond(let response) = steps.first?.action else {
      Issue.record("Not a response")
      return
    }
    #expect(response.status == 204)
  }

  @Test func `a client that was cut off by the scenario goes on behind the cut`() throws {
    let scenario = try load(
      "steps: [{id: 1, data: a}, {end: reset}, {id: 2, data: b}, {end: truncate}, {id: 3, data: c}]")
    #expect(Playing.text(scenario) == "id: 1\ndata: a\n\n")
    #expect(Playing.text(scenario, PlanRequest(lastEventID: "1")) == "id: 2\ndata: b\n\n")
    #expect(Playing.text(scenario, PlanRequest(lastEventID: "2")) == "id: 3\ndata: c\n\n")
  }

  /// Looks for an event; how much work that is, and how the plan goes on.
  static func search(_ text: String, for id: String, allowance: Int = Meter.allowance) throws -> (
    work: Int, turns: Int, plan: Plan, head: ResponseHead?
  ) {
    var plan = try load(text).plan(for: PlanRequest(lastEventID: id))
    plan.allowance = allowance
    var writes = Writes()
    var work = 0
    for turns in 0..<2_000_000 {
      var meter = Meter.turn
      let next = plan.advance(to: 0, clock: Playing.clock(at: 0), meter: &meter, into: &writes)
      work += Meter.turn.work - meter.work
      guard case .again = next else {
        if case .head(let head) = next { return (work, turns, plan, head) }
        return (work, turns, plan, nil)
      }
    }
    Issue.record("The search does not end")
    return (work, 0, plan, nil)
  }

  @Test func `the search is made in turns`() throws {
    let text = "firehose: on\nsteps: [{repeat: forever, id: '${number}', data: x}]"
    let found = try Self.search(text, for: "100000")
    #expect(found.turns > 9)
    #expect(found.plan.eventCount == 100_000)
    #expect(found.work < found.turns * 110_000 + 110_000)
  }

  @Test(arguments: [
    "steps: [{id: 1, data: a}, {repeat: forever, every: 15s, comment: ping}]",
    "steps: [{id: 1, data: a}, {repeat: forever, every: 1s, steps: [{set: {a: '${number}'}}]}]",
    "firehose: on\nsteps: [{id: 1, data: a}, {repeat: forever, steps: [{raw: ''}]}]",
    "steps: [{id: 1, data: a}, {repeat: forever, steps: [{wait: 1s}]}]",
    "steps: [{repeat: forever, every: 1s, id: '${\"n\" + number}', data: '${number}'}]",
  ])
  func `a search that finds nothing ends after two seconds of work`(text: String) throws {
    let found = try Self.search(text, for: "nope", allowance: 1_000_000)
    #expect(found.head?.headers.map(\.value) == ["unknown-id"])
    #expect(found.work < 1_200_000)
    #expect(found.plan.resumedTime == 0)
  }

  @Test(arguments: ["nope", "5", "0", "-1", "1e3", "007"])
  func `where ids rise by number, one that cannot come is not looked for long`(id: String) throws {
    let found = try Self.search(
      "steps: [{repeat: forever, every: 1s, id: '${number * 10}', data: '${number}'}]", for: id)
    #expect(found.head?.headers.map(\.value) == ["unknown-id"])
    #expect(found.work < 200_000)
  }

  @Test(arguments: [("end", true), ("5000", true), ("end of 2", true), ("8001", false)])
  func `it is looked for as long as it may come`(id: String, isKnown: Bool) throws {
    let found = try Self.search(
      """
      steps:
        - repeat: 2
          as: run
          steps:
            - { repeat: 8000, id: "${number}", data: x }
            - { id: "${'end of ' + run}", data: x }
        - { id: end, data: x }
        - { data: y }
      """, for: id)
    #expect(found.head?.headers.map(\.value) == [isKnown ? "continued" : "unknown-id"])
  }

  @Test func `paced writes take their time in a search, too`() throws {
    let scenario = try load(
      """
      write: { every: 5, pace: 10ms..90ms, events: 2 }
      heartbeat: off
      steps:
        - { repeat: 6, id: "${number}", data: "${random()}" }
        - write: off
        - { id: seven, data: "${random()}", after: 1s }
        - { id: eight, data: "${random()}" }
      """)
    let whole = Playing.steps(scenario)
    for (id, rest) in [("2", 4), ("4", 2), ("6", 0)] {
      let resumed = Playing.steps(scenario, PlanRequest(lastEventID: id, seed: 1))
      // The head, and the line that goes out with it unless an event does.
      let sent = resumed.dropFirst().filter { $0.bytes != Array(":\n".utf8) }
      #expect(sent.map(\.bytes).elementsEqual(whole.suffix(sent.count).map(\.bytes)))
      #expect(sent.map(\.time).elementsEqual(whole.suffix(sent.count).map(\.time)))
      #expect(sent.flatMap(\.bytes).count { $0 == UInt8(ascii: "i") } == rest + 3)
    }
  }
}
