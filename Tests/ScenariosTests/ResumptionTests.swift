import Testing

@testable import Scenarios

struct ResumptionTests {
  @Test func `A resumed plan goes on just after the event, at its time`() throws {
    let scenario = try load("steps: [{repeat: 5, every: 1s, id: '${number}', data: '${number}'}]")
    var plan = scenario.plan(for: PlanRequest(lastEventID: "2"))
    let steps = Playing.steps(&plan)
    #expect(plan.resumedTime == 1_000_000_000)
    #expect(steps.map(\.time) == [1, 1, 2, 3, 4, 4].map { $0 * 1_000_000_000 })
    #expect(
      steps.map { String(decoding: $0.bytes, as: UTF8.self) }
        == ["", ":\n", "id: 3\ndata: 3\n\n", "id: 4\ndata: 4\n\n", "id: 5\ndata: 5\n\n", ""])
  }

  @Test func `Random numbers go on as if the plan had never been cut`() throws {
    let scenario = try load(
      "steps: [{repeat: 30, every: 1ms..9ms, id: '${number}', data: 'x ${random()}'}, {id: end, data: '${random()}'}]"
    )
    let whole = Playing.steps(scenario)
    let resumed = Playing.steps(scenario, PlanRequest(lastEventID: "17", seed: 1))
    #expect(resumed.suffix(14).map(\.bytes) == whole.suffix(14).map(\.bytes))
    #expect(resumed.suffix(14).map(\.time) == whole.suffix(14).map(\.time))
  }

  @Test func `An unknown id starts over, and the head says so`() throws {
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

  @Test func `A client that has had everything is told not to come back`() throws {
    let scenario = try load("steps: [{id: 1, data: a}, {wait: 5s}]")
    let steps = Playing.steps(scenario, PlanRequest(lastEventID: "1"))
    #expect(steps.count == 1)
    guard case .respond(let response) = steps.first?.action else {
      Issue.record("Not a response")
      return
    }
    #expect(response.status == 204)
  }

  @Test func `A client that was cut off by the scenario goes on behind the cut`() throws {
    let scenario = try load(
      "steps: [{id: 1, data: a}, {end: reset}, {id: 2, data: b}, {end: truncate}, {id: 3, data: c}]")
    #expect(Playing.text(scenario) == "id: 1\ndata: a\n\n")
    #expect(Playing.text(scenario, PlanRequest(lastEventID: "1")) == "id: 2\ndata: b\n\n")
    #expect(Playing.text(scenario, PlanRequest(lastEventID: "2")) == "id: 3\ndata: c\n\n")
  }

  @Test func `The search is made in slices`() throws {
    let scenario = try load("firehose: on\nsteps: [{repeat: forever, id: '${number}', data: x}]")
    var plan = scenario.plan(for: PlanRequest(lastEventID: "100000"))
    var pauses = 0
    while let action = plan.next(), case .pause = action.action { pauses += 1 }
    #expect(pauses == 49)
    #expect(plan.eventCount == 100_000)
  }
}
