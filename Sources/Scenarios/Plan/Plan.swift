/// What a scenario does for one request: timed actions, made one at a time as they are asked for.
///
/// A value: a copy goes on independently. `next` never blocks and never looks at a clock; after each `write` it gives, call
/// `render` once, when the write is performed. Random numbers are drawn in both, in an order that depends on nothing else.
public struct Plan: Sendable {
  enum Phase {
    case arriving
    /// Going to the event that the client had last.
    case resuming
    /// Finding out what comes first, before the head.
    case beginning
    case head
    case opening
    case playing
    /// The rest comes from the shared timeline.
    case following
    /// Only the end is left.
    case ending
    case over
  }

  enum Writing {
    case nothing
    case opening
    /// Due at that time.
    case heartbeat(UInt64)
    case block(Int)
    case failure(String)
    /// Bytes that went through a proxy or were cut.
    case part
  }

  /// Whose plan it is.
  enum Role {
    /// Of a client that has a timeline of its own.
    case alone
    /// Of a client of a shared timeline, as far as it is its own.
    case follower
    /// The shared timeline itself, which no request asked for.
    case timeline
  }

  struct Pending {
    var output: Engine.Output
    var time: UInt64
    var line: Int
  }

  let role: Role
  var engine: Engine
  var phase = Phase.arriving
  var pending: Pending?
  var writing = Writing.nothing
  var head = ResponseHead()
  var framing: AnswerTemplate.Framing?
  var outlet: Outlet
  var resumption: Resumption?
  /// When the last bytes were sent.
  var lastSent: UInt64 = 0
  /// When the bytes that are being sent were due, or the last of their parts.
  var writeTime: UInt64 = 0
  /// From when on the time to the next heartbeat counts.
  var lastBeat: UInt64 = 0
  /// How long the head is waited for.
  var delay: UInt64 = 0
  /// The gate that holds.
  var gate: String?
  /// Whether the next part follows another of the same bytes.
  var isPaced = false
  /// Whether what was held back for the end has been let go.
  var isFinished = false
  var hasSentRetry = false
  var hasSentBytes = false
  /// The block that was rendered last.
  var lastBlock: Int?

  /// The plan time at which the stream begins: 0, or that of the event after which a resumed plan goes on.
  ///
  /// Known when `next` has given anything but a pause; all times of actions count from the same zero.
  public internal(set) var resumedTime: UInt64 = 0

  var settings: PlanSettings { engine.program.settings }

  var engineStart: UInt64 { resumedTime &+ delay }

  init(scenario: Scenario, request: PlanRequest, clock: ClockReading, role: Role = .alone) {
    self.role = role
    engine = Engine(
      program: scenario.program, request: request, clock: clock, writeRules: scenario.settings.write)
    outlet = Outlet(nil, isEncoding: false)
    if role == .timeline { beginTimeline() }
  }

  /// How many events were rendered, those that a resumed plan passed by among them.
  public var eventCount: Int { engine.evaluation.counter }

  /// The next action; nil after the last. While a gate holds, that gate.
  public mutating func next() -> TimedAction? {
    while true {
      switch phase {
      case .arriving:
        if let answer = arrive() { return answer }
      case .resuming:
        guard resume() else { return TimedAction(time: 0, action: .pause, line: 0) }
        phase = .beginning
        engine.advance(to: engineStart)
      case .beginning:
        if let action = begin() { return action }
      case .head:
        phase = .opening
        lastSent = engineStart
        lastBeat = engineStart
        if case .rightLength = framing { head.framing = bodyLength().map { .length($0) } ?? .chunked }
        return TimedAction(time: engineStart, action: .head(head), line: 0)
      case .opening:
        phase = .playing
        if role == .follower { return openFollowing() }
        if settings.opens, let first = pending,
          !first.output.isWrite || first.time > engineStart || forgottenID != nil
        {
          writing = .opening
          writeTime = engineStart
          return TimedAction(time: engineStart, action: .write(ownWrite: false), line: 0)
        }
      case .playing:
        if let action = play() { return action }
      case .following:
        phase = .over
        return TimedAction(time: engineStart, action: .follow, line: 0)
      case .ending:
        if !isFinished {
          isFinished = true
          outlet.finish(engine.writeRules)
        }
        if outlet.hasParts { return part() }
        phase = .over
        return TimedAction(time: max(engine.time, writeTime), action: .end(.complete), line: engine.line)
      case .over:
        return nil
      }
    }
  }

  mutating func lookAhead() -> Pending? {
    if let pending { return pending }
    let output = engine.next()
    if case .pause = output { return nil }
    if output.isWrite { engine.passesEnds = false }
    let found = Pending(output: output, time: engine.time, line: engine.line)
    pending = found
    return found
  }
}
