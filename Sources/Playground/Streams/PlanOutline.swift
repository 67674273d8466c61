import Scenarios

/// What a plan would send and when, found out without waiting.
public struct PlanOutline: Sendable {
  /// One action; of a write, the bytes.
  public struct Step: Sendable {
    /// Nanoseconds of plan time.
    public var time: UInt64
    /// The scenario's line, from 1; 0 for what comes from none.
    public var line: Int
    public var action: Action
    public var bytes: [UInt8]
  }

  public private(set) var steps: [Step] = []
  /// The plan goes on after the last step.
  public private(set) var isCut = false

  /// Pauses in a row after which a plan that sends nothing is left alone.
  private static let pauseLimit = 1_000

  /// - Parameters:
  ///   - limit: steps at most.
  ///   - byteLimit: bytes of writes at most.
  ///   - wall: what the clock shows when the plan begins; nanoseconds since 1970.
  public init(_ plan: Plan, limit: Int, byteLimit: Int = 1_048_576, wall: Int64) {
    var plan = plan
    var pauses = 0
    var bytes = 0
    while let next = plan.next() {
      if case .pause = next.action {
        pauses += 1
        if pauses < Self.pauseLimit { continue }
        isCut = true
        return
      }
      guard steps.count < limit, bytes < byteLimit else {
        isCut = true
        return
      }
      pauses = 0
      var step = Step(time: next.time, line: next.line, action: next.action, bytes: [])
      if case .write = next.action {
        let clock = ClockReading(wall: wall &+ Int64(clamping: next.time), monotonic: next.time)
        plan.render(clock: clock, into: &step.bytes)
        bytes += step.bytes.count
      }
      steps.append(step)
      switch next.action {
      // Nothing more comes unless somebody opens the gate.
      case .gate, .hold: return
      default: continue
      }
    }
  }
}
