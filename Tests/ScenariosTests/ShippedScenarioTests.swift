import Foundation
import ServerSentEvents
import Testing

@testable import Scenarios

struct ShippedScenarioTests {
  static func events(_ name: String, limit: Int) throws -> (events: [MessageEvent], times: [UInt64]) {
    let scenario = try ShippedScenarios.load(name)
    let request = PlanRequest(parameters: ["agent_id": "agent-7"], seed: scenario.seed)
    let steps = Playing.steps(scenario, request, limit: limit)
    var parser = EventStreamParser()
    var events: [MessageEvent] = []
    parser.parse(steps.flatMap(\.bytes)) { if case .event(let event) = $0.outcome { events.append(event) } }
    let times = steps.filter { $0.bytes.contains(UInt8(ascii: "d")) }.map { $0.time / 1_000_000 }
    return (events, times)
  }

  @Test(arguments: ShippedScenarios.names)
  func `loads without warnings and says what it teaches`(name: String) throws {
    let scenario = try ShippedScenarios.load(name)
    #expect(scenario.warnings.mistakes == [])
    #expect(!scenario.description.isEmpty)
    #expect(try ShippedScenarios.text(name).hasPrefix("#"))
  }

  @Test func `no two claim the same address`() throws {
    let paths = try ShippedScenarios.names.compactMap { try ShippedScenarios.load($0).path }
    for (index, path) in paths.enumerated() {
      #expect(!paths[(index + 1)...].contains { $0.shape == path.shape })
    }
  }

  @Test func `the counter counts to 100 every two seconds, then completes`() throws {
    let (events, times) = try Self.events("counter", limit: 1_000)
    #expect(events.count == 101)
    #expect(events.first?.lastEventID == "1")
    #expect(events.first?.type == "message")
    #expect(
      events.first?.data
        == #"{"counter":1,"message":"Agent update #1","timestamp":"2026-11-22T10:30:00.000Z"}"#)
    #expect(
      events[99].data
        == #"{"counter":100,"message":"Agent update #100","timestamp":"2026-11-22T10:33:18.000Z"}"#)
    #expect(events.last?.type == "complete")
    #expect(events.last?.data == #"{"message":"Stream completed","total":100}"#)
    #expect(times.prefix(100).map(\.self) == (0..<100).map { $0 * 2_000 })
  }

  @Test func `an agent's stream is that of the agent in the address`() throws {
    let (events, times) = try Self.events("agent", limit: 5)
    #expect(Set(events.map(\.type)) == ["agent_message"])
    #expect(
      events.first?.data
        == #"{"agent_id":"agent-7","message":"Update 1 from agent-7","timestamp":"2026-11-22T10:30:00.000Z"}"#
    )
    #expect(times == [0, 2_000, 4_000, 6_000])
  }

  @Test func `the agent's tasks are processed one after the other`() throws {
    let (events, _) = try Self.events("agent-tasks", limit: 100)
    #expect(
      events.map(\.type)
        == [
          "task_update", "task_complete", "task_update", "task_complete", "task_update", "task_complete",
          "all_complete",
        ])
    #expect(
      events[0].data == #"{"task":"Task A","status":"processing","timestamp":"2026-11-22T10:30:01.000Z"}"#)
    #expect(
      events[1].data == #"{"task":"Task A","status":"completed","timestamp":"2026-11-22T10:30:03.000Z"}"#)
    #expect(events[6].data == #"{"message":"All tasks completed"}"#)
  }
}
