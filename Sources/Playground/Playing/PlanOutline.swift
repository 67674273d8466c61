import Scenarios

/// The actions that a plan would perform, with their times, computed without waiting.
package struct PlanOutline: Sendable {
  package enum Action: Sendable {
    indirect case head(ResponseHead)
    indirect case respond(PlainResponse)
    /// Bytes. With `ownWrite` they are one write (one chunk, one segment); other writes that are due at the same time are joined.
    case write(ownWrite: Bool)
    case gate(String)
    /// A value for a gate of another session; an outline does not send it.
    case signal(Signal)
    case hold
    case follow
    case end(Ending)
  }

  /// One action; for a write, with its bytes.
  package struct Step: Sendable {
    package var time: PlanTime
    /// The line of the scenario, from 1; 0 if there is none.
    package var line: Int
    /// The number by which a journal refers to the step.
    package var number: Int
    package var action: Action
    package var bytes: [UInt8]
  }

  package private(set) var steps: [Step] = []
  /// How each connection of a session is answered.
  package let attempts: [AttemptOutline]
  /// The connection that the plan was made for.
  package let attempt: Int
  /// Whether a limit ended the outline before the plan ended.
  package private(set) var isCut = false

  /// The most units of work (`Meter`) that one outline may take.
  package static let workLimit = 2_000_000

  /// - Parameters:
  ///   - limit: the most steps.
  ///   - byteLimit: the most bytes of writes.
  ///   - wall: the time that the clock shows when the plan begins; nanoseconds since 1970.
  package init(
    _ plan: Plan, limit: Int, byteLimit: Int = 1_048_576, workLimit: Int = workLimit, wall: Int64
  ) {
    attempts = plan.attemptOutlines
    attempt = plan.attempt
    isCut = !run(plan, limit: limit, byteLimit: byteLimit, workLimit: workLimit, wall: wall)
  }

  /// - Returns: whether the outline is complete.
  private mutating func run(_ plan: Plan, limit: Int, byteLimit: Int, workLimit: Int, wall: Int64) -> Bool {
    var plan = plan
    var time: PlanTime = 0
    var bytes = 0
    var work = workLimit
    var writes = Writes()
    while work > 0, steps.count < limit, bytes < byteLimit, !Task.isCancelled {
      // With a budget of one byte, the plan gives one block or one write at a time.
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
      // What follows depends on whether the gate is opened.
      case .gate(let name, _):
        append(.gate(name), of: plan, at: time)
        return true
      case .idle(let later?) where plan.mayBeCut: time = later
      case .idle:
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
