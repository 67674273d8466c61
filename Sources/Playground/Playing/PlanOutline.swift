import Scenarios

/// What a plan would send and when, found out without waiting.
package struct PlanOutline: Sendable {
  package enum Action: Sendable {
    indirect case head(ResponseHead)
    indirect case respond(PlainResponse)
    /// Bytes; those with `ownWrite` go out as one write (one chunk, one segment), others that are due at the same time together.
    case write(ownWrite: Bool)
    case gate(String)
    /// A value for a gate of another session, which an outline does not send.
    case signal(Signal)
    case hold
    case follow
    case end(Ending)
  }

  /// One action; of a write, the bytes.
  package struct Step: Sendable {
    /// Nanoseconds of plan time.
    package var time: PlanTime
    /// The scenario's line, from 1; 0 for what comes from none.
    package var line: Int
    /// The number that a journal knows it by.
    package var number: Int
    package var action: Action
    package var bytes: [UInt8]
  }

  package private(set) var steps: [Step] = []
  /// What each connection of a session is answered with.
  package let attempts: [AttemptOutline]
  /// The connection that this is the plan of.
  package let attempt: Int
  /// The plan goes on after the last step.
  package private(set) var isCut = false

  /// Units of work that are spent on one.
  package static let workLimit = 2_000_000

  /// - Parameters:
  ///   - limit: steps at most.
  ///   - byteLimit: bytes of writes at most.
  ///   - wall: what the clock shows when the plan begins; nanoseconds since 1970.
  package init(
    _ plan: Plan, limit: Int, byteLimit: Int = 1_048_576, workLimit: Int = workLimit, wall: Int64
  ) {
    attempts = plan.attemptOutlines
    attempt = plan.attempt
    isCut = !run(plan, limit: limit, byteLimit: byteLimit, workLimit: workLimit, wall: wall)
  }

  /// - Returns: whether that was all.
  private mutating func run(_ plan: Plan, limit: Int, byteLimit: Int, workLimit: Int, wall: Int64) -> Bool {
    var plan = plan
    var time: PlanTime = 0
    var bytes = 0
    var work = workLimit
    var writes = Writes()
    while work > 0, steps.count < limit, bytes < byteLimit, !Task.isCancelled {
      // With a byte to be spent, one block or one write is given at a time.
      var meter = Meter(work: min(work, Meter.turn.work), bytes: 1)
      let begun = meter.work
      let clock = ClockReading(wall: wall &+ Int64(clamping: time), monotonic: time)
      let next = plan.advance(to: time, clock: clock, meter: &meter, into: &writes)
      work -= max(begun - meter.work, 1)
      while let (sent, runs, isOwn) = writes.takeNext() {
        bytes += sent.count
        append(
          .write(ownWrite: isOwn), at: plan.resumedTime + time, line: runs.first?.line ?? 0,
          number: runs.first?.step ?? 0, sent)
      }
      switch next {
      case .again: continue
      case .at(let later): time = later
      case .head(let head): append(.head(head), of: plan, at: time)
      case .signal(let signal): append(.signal(signal), of: plan, at: time)
      case .follow: append(.follow, of: plan, at: time)
      case .respond(let response):
        append(.respond(response), of: plan, at: time)
        return true
      // Nothing more comes unless somebody opens the gate.
      case .gate(let name, _):
        append(.gate(name), of: plan, at: time)
        return true
      case .hold(let later?) where plan.mayBeCut: time = later
      case .hold:
        append(.hold, of: plan, at: time)
        return true
      case .end(let ending):
        append(.end(ending), of: plan, at: time)
        return true
      }
    }
    return false
  }

  private mutating func append(_ action: Action, of plan: Plan, at time: PlanTime) {
    append(action, at: plan.resumedTime + time, line: plan.line, number: plan.step, [])
  }

  private mutating func append(
    _ action: Action, at time: PlanTime, line: Int, number: Int, _ bytes: [UInt8]
  ) {
    steps.append(Step(time: time, line: line, number: number, action: action, bytes: bytes))
  }
}
