import Testing

@testable import Scenarios

/// What a plan does while a gate holds it, or while the stream is held open.
struct HeldStreamTests {
  static let second: UInt64 = 1_000_000_000

  /// A plan that stands at its first gate or at its end that holds.
  struct Held {
    var plan: Plan
    private(set) var now: PlanTime = 0
    private var writes = Writes()
    /// Seconds and what was sent at them since it holds.
    private(set) var sent: [String] = []

    init(_ text: String) throws {
      plan = try load(text).plan(for: PlanRequest())
      while !isHeld(advance()) {}
      sent = []
    }

    private func isHeld(_ next: Next) -> Bool {
      switch next {
      case .gate, .idle, .end: true
      default: false
      }
    }

    /// When it is to be asked again; nil for never.
    mutating func until(_ next: Next) -> PlanTime? {
      switch next {
      case .gate(_, let time), .idle(let time): time
      case .at(let time): time
      default: nil
      }
    }

    mutating func advance(_ meter: Meter = .turn) -> Next {
      var meter = meter
      let next = plan.advance(to: now, clock: Playing.clock(at: now), meter: &meter, into: &writes)
      while let (bytes, _, isOwn) = writes.takeNext() {
        sent.append("\(now / second)\(isOwn ? " own" : ""): " + String(decoding: bytes, as: UTF8.self))
      }
      if case .at(let time) = next { now = time }
      return next
    }

    /// Lets time pass until so much was sent, or it ends.
    mutating func meanwhile(_ limit: Int = 3) -> [String] {
      for _ in 0..<100 where sent.count < limit {
        let next = advance()
        if case .end(let ending) = next {
          sent.append("\(now / second): end \(ending)")
          break
        }
        guard let time = until(next) else { break }
        now = time
      }
      return sent
    }

    mutating func open(at seconds: UInt64) {
      now = seconds * second
      plan.open(gate: "a", at: now)
    }
  }

  @Test(arguments: ["gate: a", "end: hold"])
  func `heartbeats go on from the last bytes`(step: String) throws {
    var held = try Held("heartbeat: 10s\nsteps: [{data: x}, {wait: 4s}, {\(step)}]")
    #expect(held.meanwhile() == ["10: : keep-alive\n", "20: : keep-alive\n", "30: : keep-alive\n"])
    held = try Held("heartbeat: off\nsteps: [{data: x}, {\(step)}]")
    #expect(held.meanwhile() == [])
  }

  @Test func `asked again, it is the same, and nothing is sent by it`() throws {
    var held = try Held("heartbeat: 10s\nsteps: [{data: x}, {gate: a}]")
    for _ in 0..<3 {
      guard case .gate("a", until: 10_000_000_000) = held.advance() else {
        Issue.record("It does not hold")
        return
      }
    }
    #expect(held.sent == [])
    held.open(at: 3)
    guard case .end(.complete) = held.advance() else {
      Issue.record("The plan does not go on")
      return
    }
  }

  @Test(arguments: ["gate: a", "end: hold"])
  func `a paced heartbeat is finished while the stream is held`(step: String) throws {
    var held = try Held(
      "heartbeat: 10s\nwrite: { every: 5, pace: 1s }\nsteps: [{data: x}, {\(step)}]")
    #expect(
      held.meanwhile(6) == [
        "11 own: : kee", "12 own: p-ali", "13 own: ve\n", "23 own: : kee", "24 own: p-ali", "25 own: ve\n",
      ])
  }

  @Test func `a proxy cuts a stream that is idle at a gate`() throws {
    var held = try Held("heartbeat: off\nproxy: {idle: 7s}\nsteps: [{data: x}, {wait: 2s}, {gate: a}]")
    #expect(held.meanwhile() == ["7: end truncate"])
    // Heartbeats are bytes too.
    held = try Held("heartbeat: 5s\nproxy: {idle: 7s}\nsteps: [{data: x}, {gate: a}]")
    #expect(held.meanwhile() == ["5: : keep-alive\n", "10: : keep-alive\n", "15: : keep-alive\n"])
  }

  @Test func `a proxy cuts a stream that is too old at a gate`() throws {
    var held = try Held("heartbeat: 5s\nproxy: {maxAge: 12s}\nsteps: [{data: x}, {gate: a}, {data: y}]")
    #expect(held.meanwhile() == ["5: : keep-alive\n", "10: : keep-alive\n", "12: end truncate"])
  }

  @Test(arguments: ["idle", "maxAge"])
  func `a proxy that heeds X-Accel-Buffering cuts in any case`(limit: String) throws {
    var held = try Held(
      "heartbeat: off\nproxy: {buffer: until-end, xAccelBuffering: heed, \(limit): 7s}\nsteps: [{data: x}, {gate: a}]"
    )
    #expect(held.meanwhile() == ["7: end truncate"])
  }

  @Test func `a proxy's cut leaves less than the announced length`() throws {
    for limit in ["idle: 2s", "maxAge: 2s"] {
      let scenario = try load(
        "open: off\nheartbeat: off\nresponse: {framing: length}\nproxy: {\(limit)}\nsteps: [{data: a}, {wait: 5s}, {data: b}]"
      )
      let steps = Playing.steps(scenario, PlanRequest())
      guard case .head(let head)? = steps.first?.action, case .end(let ending)? = steps.last?.action else {
        Issue.record("\(steps)")
        continue
      }
      #expect(head.framing == .length(18) && ending == .truncate)
      #expect(steps.reduce(0) { $0 + $1.bytes.count } == 9)
    }
  }

  @Test func `that a gate is opened counts as no byte for a proxy`() throws {
    var held = try Held(
      "heartbeat: off\nproxy: {idle: 7s}\nsteps: [{data: x}, {gate: a}, {wait: 4s}, {data: y}]")
    held.open(at: 4)
    #expect(held.meanwhile() == ["7: end truncate"])
  }

  @Test func `a proxy that buffers keeps heartbeats back too`() throws {
    var held = try Held("heartbeat: 1s\nproxy: {buffer: 30}\nsteps: [{data: x}, {gate: a}]")
    #expect(held.meanwhile(1) == ["2 own: data: x\n\n: keep-alive\n: keep-alive\n"])
  }

  @Test func `before the head nothing is sent`() throws {
    let held = try Held(
      "heartbeat: 1s\nsteps: [{gate: a}, {if: '${query.x}', then: [{respond: {status: 204}}]}, {data: x}]")
    var plan = held.plan
    var meter = Meter.turn
    var writes = Writes()
    guard
      case .gate("a", until: nil) = plan.advance(
        to: 0, clock: Playing.clock(at: 0), meter: &meter, into: &writes)
    else {
      Issue.record("The gate does not hold")
      return
    }
    plan.open(gate: "a", at: 4 * Self.second)
    guard
      case .head = plan.advance(
        to: 4 * Self.second, clock: Playing.clock(at: 0), meter: &meter, into: &writes)
    else {
      Issue.record("The head does not follow")
      return
    }
    guard
      case .end = plan.advance(
        to: 4 * Self.second, clock: Playing.clock(at: 0), meter: &meter, into: &writes)
    else {
      Issue.record("It does not end")
      return
    }
    #expect(String(decoding: writes.bytes, as: UTF8.self) == "data: x\n\n")
  }
}
