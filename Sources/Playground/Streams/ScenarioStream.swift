import HTTPTypes
import Logging
import MicroHTTP
import Scenarios

/// Plays a plan into a stream: plan time becomes deadlines of the monotonic clock.
struct ScenarioStream: StreamProducer {
  /// What a stream knows of the request it answers: no more, since it is kept as long as the stream.
  struct Context: Sendable {
    var id: StreamID
    var scenario: String
    var request: LoggedRequest
    var attempt: Int
    var session: SessionKey
    var speed: PlaySpeed
    var lastEventID: String?
    var seed: Seed
    /// What lets a page of another origin read the stream.
    var crossOriginFields: HTTPFields
    var sessions: SessionRegistry
    var log: Logger
  }

  /// Bytes after which others are served.
  private static let budget = 65_536

  private let context: Context
  private var plan: Plan
  private var upcoming: TimedAction?
  /// The moment at which `plan.resumedTime` is; nil before the first action.
  private var origin: UInt64?
  private var eventsPassedBy = 0
  private var isEventStream = false
  /// The last byte sent ended a line.
  private var isAtLineStart = true
  private var clock = ClockReading(wall: 0, monotonic: 0)

  init(plan: Plan, context: Context) {
    self.plan = plan
    self.context = context
  }

  mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
    var isClockRead = false
    defer { if let last = buffer.last { isAtLineStart = last == 0x0A || last == 0x0D } }
    while true {
      guard let action = upcoming ?? plan.next() else { return .end(.complete) }
      upcoming = nil
      let due = deadline(of: action.time, now: now)
      if due > now {
        upcoming = action
        return .wait(until: due)
      }
      switch action.action {
      case .head(let head): return .head(streamHead(head))
      case .respond(let response): return .respond(result(response))
      case .write(let isOwn):
        if isOwn, !buffer.isEmpty {
          upcoming = action
          return .write
        }
        if !isClockRead {
          isClockRead = true
          clock = ClockReading(wall: WallClock.now, monotonic: Monotonic.now)
        }
        plan.render(clock: clock, dueBy: planTime(at: now), limit: Self.budget, into: &buffer)
        if isOwn { return .write }
        if buffer.count >= Self.budget { return .yield }
      case .gate(let name):
        if context.sessions.passes(context.id, gate: name, of: context.session, at: now) {
          plan.open(gate: name, at: planTime(at: now))
        } else {
          return hold(action, now: now, into: &buffer)
        }
      case .hold: return hold(action, now: now, into: &buffer)
      case .pause: return .yield
      case .end(let ending): return .end(StreamEnding(ending))
      }
    }
  }

  /// A reconnection time of one to five seconds, so that clients do not all come back at once. No blank line follows it:
  /// some clients raise an error at a block without data.
  mutating func drain(into buffer: inout [UInt8]) {
    guard isEventStream, isAtLineStart else { return }
    buffer += "retry: \(Int.random(in: 1000...5000))\n".utf8
  }

  mutating func ended(_ summary: StreamSummary) {
    context.sessions.ended(context.id, of: context.session, at: Monotonic.now)
    context.log.streamEnded(
      context.id, of: context.scenario, request: context.request, events: plan.eventCount - eventsPassedBy,
      summary: summary)
  }

  /// When something is due. Plan time begins at the first action, or at the event that a resumed plan goes on after.
  private mutating func deadline(of time: UInt64, now: UInt64) -> UInt64 {
    if let origin {
      let passed = time - min(plan.resumedTime, time)
      return passed == 0 ? origin : origin &+ context.speed.duration(of: passed)
    }
    origin = now
    eventsPassedBy = plan.eventCount
    return now
  }

  /// The plan time that it is.
  private func planTime(at now: UInt64) -> UInt64 {
    guard let origin, now > origin else { return plan.resumedTime }
    return plan.resumedTime &+ context.speed.planTime(of: now - origin)
  }

  /// Nothing comes but what the plan has for that time; the action is looked at again when the stream is woken.
  private mutating func hold(_ action: TimedAction, now: UInt64, into buffer: inout [UInt8]) -> Production {
    upcoming = action
    while let next = plan.nextWhileHeld() {
      let due = deadline(of: next.time, now: now)
      if due > now { return .wait(until: due) }
      switch next.action {
      case .end(let ending): return .end(StreamEnding(ending))
      case .write(let isOwn):
        if isOwn, !buffer.isEmpty { return .write }
        plan.render(clock: clock, into: &buffer)
        if isOwn { return .write }
        if buffer.count >= Self.budget { return .yield }
      default: return .hold
      }
    }
    return .hold
  }

  // MARK: Heads

  private mutating func streamHead(_ head: ResponseHead) -> StreamHead {
    var fields = fields(head.headers)
    if fields[.contentType] == nil { fields[.contentType] = "text/event-stream; charset=utf-8" }
    if fields[.cacheControl] == nil { fields[.cacheControl] = "no-store" }
    if fields[.accelBuffering] == nil { fields[.accelBuffering] = "no" }
    isEventStream = head.status == 200 && fields[.contentType]?.hasPrefix("text/event-stream") ?? false
    context.log.streamOpened(
      context.id, of: context.scenario, request: context.request, status: head.status,
      [
        ("seed", context.seed.description), ("speed", String(context.speed.factor)),
        ("attempt", String(context.attempt)), ("after", context.lastEventID ?? ""),
      ])
    return StreamHead(status: head.status, headerFields: fields, framing: StreamHead.Framing(head.framing))
  }

  private func result(_ response: PlainResponse) -> HTTPResult {
    HTTPResult(
      status: response.status, headerFields: fields(response.headers),
      body: response.body.isEmpty ? .none : .bytes(response.body))
  }

  private func fields(_ headers: [(name: String, value: String)]) -> HTTPFields {
    var fields = HTTPFields()
    for header in headers {
      if let name = HTTPField.Name(header.name) { fields.append(HTTPField(name: name, value: header.value)) }
    }
    if fields[.seed] == nil { fields[.seed] = context.seed.description }
    if fields[.streamID] == nil { fields[.streamID] = context.id.description }
    if fields[.accessControlAllowOrigin] == nil {
      for field in context.crossOriginFields where fields[field.name] == nil { fields.append(field) }
    }
    return fields
  }
}
