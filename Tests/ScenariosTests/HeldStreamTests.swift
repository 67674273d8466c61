import Testing

@testable import Scenarios

/// What a plan has for the time in which a gate holds, or the stream is held open.
struct HeldStreamTests {
  static let second: UInt64 = 1_000_000_000

  /// A plan that stands at its first gate or at its end that holds.
  static func held(_ text: String, _ request: PlanRequest = PlanRequest()) throws -> Plan {
    var plan = try load(text).plan(for: request)
    while let action = plan.next() {
      switch action.action {
      case .write:
        var bytes: [UInt8] = []
        plan.render(clock: ClockReading(wall: 0, monotonic: 0), into: &bytes)
      case .gate, .hold: return plan
      default: continue
      }
    }
    Issue.record("Nothing holds")
    return plan
  }

  /// Seconds and what is sent, up to an end or so many.
  static func meanwhile(_ plan: inout Plan, limit: Int = 3) -> [String] {
    var steps: [String] = []
    while steps.count < limit, let action = plan.nextWhileHeld() {
      var bytes: [UInt8] = []
      switch action.action {
      case .write:
        plan.render(clock: ClockReading(wall: 0, monotonic: 0), into: &bytes)
        steps.append("\(action.time / Self.second): " + String(decoding: bytes, as: UTF8.self))
      default:
        steps.append("\(action.time / Self.second): \(action.action)")
        return steps
      }
    }
    return steps
  }

  @Test(arguments: ["gate: a", "end: hold"])
  func `Heartbeats go on from the last bytes`(step: String) throws {
    var plan = try Self.held("heartbeat: 10s\nsteps: [{data: x}, {wait: 4s}, {\(step)}]")
    #expect(
      Self.meanwhile(&plan) == ["10: : keep-alive\n", "20: : keep-alive\n", "30: : keep-alive\n"])
    plan = try Self.held("heartbeat: off\nsteps: [{data: x}, {\(step)}]")
    #expect(Self.meanwhile(&plan) == [])
  }

  @Test func `Asked again, it is the same until it is rendered`() throws {
    var plan = try Self.held("heartbeat: 10s\nsteps: [{data: x}, {gate: a}]")
    #expect(plan.nextWhileHeld()?.time == plan.nextWhileHeld()?.time)
    plan.open(gate: "a", at: 3 * Self.second)
    guard case .end(.complete) = plan.next()?.action else {
      Issue.record("The plan does not go on")
      return
    }
  }

  @Test func `A proxy cuts a stream that is idle at a gate`() throws {
    var plan = try Self.held("heartbeat: off\nproxy: {idle: 7s}\nsteps: [{data: x}, {wait: 2s}, {gate: a}]")
    #expect(Self.meanwhile(&plan) == ["7: end(Scenarios.Ending.truncate)"])
    // Heartbeats are bytes too.
    plan = try Self.held("heartbeat: 5s\nproxy: {idle: 7s}\nsteps: [{data: x}, {gate: a}]")
    #expect(Self.meanwhile(&plan) == ["5: : keep-alive\n", "10: : keep-alive\n", "15: : keep-alive\n"])
  }

  @Test func `A proxy cuts a stream that is too old at a gate`() throws {
    var plan = try Self.held("heartbeat: 5s\nproxy: {maxAge: 12s}\nsteps: [{data: x}, {gate: a}, {data: y}]")
    #expect(
      Self.meanwhile(&plan) == [
        "5: : keep-alive\n", "10: : keep-alive\n", "12: end(Scenarios.Ending.truncate)",
      ])
  }

  @Test func `That a gate is opened counts as no byte for a proxy`() throws {
    var plan = try Self.held(
      "heartbeat: off\nproxy: {idle: 7s}\nsteps: [{data: x}, {gate: a}, {wait: 4s}, {data: y}]")
    plan.open(gate: "a", at: 4 * Self.second)
    let next = plan.next()
    #expect(next?.time == 7 * Self.second)
    guard case .end(.truncate) = next?.action else {
      Issue.record("The proxy does not cut")
      return
    }
  }

  @Test func `A proxy that buffers keeps heartbeats back too`() throws {
    var plan = try Self.held("heartbeat: 1s\nproxy: {buffer: 30}\nsteps: [{data: x}, {gate: a}]")
    #expect(
      Self.meanwhile(&plan, limit: 4) == ["1: ", "2: ", "2: data: x\n\n: keep-alive\n: keep-alive\n", "3: "])
  }

  @Test func `Before the head nothing is sent`() throws {
    var plan = try load(
      "heartbeat: 1s\nsteps: [{gate: a}, {if: '${query.x}', then: [{respond: {status: 204}}]}, {data: x}]"
    )
    .plan(for: PlanRequest())
    guard case .gate = plan.next()?.action else {
      Issue.record("The gate does not hold")
      return
    }
    #expect(plan.nextWhileHeld() == nil)
  }
}
