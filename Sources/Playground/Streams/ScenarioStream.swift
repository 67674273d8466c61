import FieldValues
import HTTPTypes
import Logging
import MicroHTTP
import Scenarios

/// Plays a plan into a stream: plan time becomes deadlines of the monotonic clock.
struct ScenarioStream: StreamProducer {
  /// What a stream knows of the request it answers: no more, since it is kept as long as the stream.
  struct Context: Sendable {
    var request: LoggedRequest
    /// What lets a page of another origin read the stream.
    var crossOriginFields: HTTPFields
    /// The plan says itself what stands on a stream and on a preflight.
    var decidesCORS = false
    /// How the request came.
    var arrival = Arrival(isLocal: true)
    var sessions: SessionRegistry
    var events = EventCounter()
    var log: Logger
    /// What the stream follows, if its scenario has one timeline for all.
    var shared: SharedScenario?
  }

  /// Bytes after which others are served.
  private static let budget = 65_536

  private let context: Context
  private let record: StreamRecord
  private var recorder: StreamRecorder
  private var plan: Plan
  /// From the head on, if the timeline is shared.
  private var following: Following?
  private var upcoming: TimedAction?
  /// The ordinal of the action that the plan gave last, pauses not counted.
  private var step = -1
  /// It waits at a gate, or for ever.
  private var isHeld = false
  /// The gate that it waits at was written down.
  private var isAtGate = false
  /// The moment at which `plan.resumedTime` is; nil before the first action.
  private var origin: UInt64?
  private var eventsPassedBy = 0
  /// Of the plan, up to what was rendered last.
  private var eventsRendered = 0
  private var isEventStream = false
  /// The last byte sent ended a line.
  private var isAtLineStart = true
  private var clock = ClockReading(wall: 0, monotonic: 0)
  /// The session and the journal were told that it ended.
  private var isTold = false

  init(plan: Plan, recorder: StreamRecorder, context: Context) {
    self.plan = plan
    self.recorder = recorder
    record = recorder.record
    self.context = context
  }

  private var eventCount: Int { following?.eventCount ?? plan.eventCount - eventsPassedBy }

  mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
    let production = play(now: now, into: &buffer)
    if let last = buffer.last {
      isAtLineStart = last == 0x0A || last == 0x0D
      recorder.write(buffer, events: eventCount, at: now)
    }
    // Behind the write that was due before it.
    if isHeld, !isAtGate, !isTold, let action = upcoming, case .gate(let name) = action.action {
      isAtGate = true
      recorder.gate(name, line: action.line, isOpen: false, at: now)
    }
    return production
  }

  private mutating func play(now: UInt64, into buffer: inout [UInt8]) -> Production {
    var isClockRead = false
    while true {
      guard let action = takeAction() else { return .end(.complete) }
      let due = deadline(of: action.time, now: now)
      if due > now {
        upcoming = action
        return .wait(until: due)
      }
      switch action.action {
      case .head(let head): return begin(head, at: now)
      case .respond(let response): return .respond(answer(response, line: action.line, at: now))
      case .write(let isOwn):
        if isOwn, !buffer.isEmpty {
          upcoming = action
          return .write
        }
        if !isClockRead {
          isClockRead = true
          clock = ClockReading(wall: WallClock.now, monotonic: Monotonic.now)
        }
        render(action, dueBy: planTime(at: now), into: &buffer)
        if isOwn { return .write }
        if buffer.count >= Self.budget { return .yield }
      case .gate(let name):
        if isTold { return hold(action, now: now, into: &buffer) }
        if context.sessions.passes(record.id, gate: name, of: record.session, at: now) {
          if !isAtGate { recorder.gate(name, line: action.line, isOpen: false, at: now) }
          recorder.gate(name, line: action.line, isOpen: true, at: now)
          isAtGate = false
          isHeld = false
          plan.open(gate: name, at: planTime(at: now))
        } else {
          return hold(action, now: now, into: &buffer)
        }
      case .hold: return hold(action, now: now, into: &buffer)
      case .follow:
        upcoming = action
        let before = following?.eventCount ?? 0
        let production = following?.next(into: &buffer, noting: &recorder, step: step) ?? .end(.truncate)
        context.events.add((following?.eventCount ?? before) - before, of: record.id)
        return production
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
    recorder.add(WrittenRuns.Run(line: 0, length: buffer.count, writes: 1), step: max(step, 0))
    recorder.write(buffer, events: eventCount, at: Monotonic.now)
  }

  /// The session and its journal say so at once; what the client may still read follows as writes.
  mutating func clientClosed(_ summary: StreamSummary) { tellEnd(summary, at: Monotonic.now) }

  mutating func ended(_ summary: StreamSummary) {
    let now = Monotonic.now
    tellEnd(summary, at: now)
    if let following { context.shared?.leave(following, at: now) }
    context.log.streamEnded(
      record.id, of: record.scenario, request: context.request, events: eventCount, summary: summary)
  }

  private mutating func tellEnd(_ summary: StreamSummary, at now: UInt64) {
    guard !isTold else { return }
    isTold = true
    recorder.end(summary, events: eventCount, at: now)
    context.sessions.ended(record, at: now)
  }

  /// The action that was looked at before, or the plan's next.
  private mutating func takeAction() -> TimedAction? {
    if let upcoming {
      self.upcoming = nil
      return upcoming
    }
    guard let action = plan.next() else { return nil }
    if case .pause = action.action { return action }
    step += 1
    return action
  }

  /// When something is due. Plan time begins at the first action, or at the event that a resumed plan goes on after.
  private mutating func deadline(of time: UInt64, now: UInt64) -> UInt64 {
    if let origin {
      let passed = time - min(plan.resumedTime, time)
      return passed == 0 ? origin : origin &+ record.speed.duration(of: passed)
    }
    origin = now
    eventsPassedBy = plan.eventCount
    eventsRendered = plan.eventCount
    return now
  }

  /// The plan time that it is.
  private func planTime(at now: UInt64) -> UInt64 {
    guard let origin, now > origin else { return plan.resumedTime }
    return plan.resumedTime &+ record.speed.planTime(of: now - origin)
  }

  /// Nothing comes but what the plan has for that time; the action is looked at again when the stream is woken.
  private mutating func hold(_ action: TimedAction, now: UInt64, into buffer: inout [UInt8]) -> Production {
    upcoming = action
    isHeld = true
    while let next = plan.nextWhileHeld() {
      let due = deadline(of: next.time, now: now)
      if due > now { return .wait(until: due) }
      switch next.action {
      case .end(let ending): return .end(StreamEnding(ending))
      case .write(let isOwn):
        if isOwn, !buffer.isEmpty { return .write }
        render(next, dueBy: nil, into: &buffer)
        if isOwn { return .write }
        if buffer.count >= Self.budget { return .yield }
      default: return .hold
      }
    }
    return .hold
  }

  /// Appends the bytes of a write, and of those that are due as well.
  ///
  /// - Parameter time: plan time; nil for that write only.
  private mutating func render(_ action: TimedAction, dueBy time: UInt64?, into buffer: inout [UInt8]) {
    var runs = WrittenRuns()
    plan.render(action, clock: clock, dueBy: time ?? 0, limit: Self.budget, into: &buffer, &runs)
    if plan.eventCount > eventsRendered {
      context.events.add(plan.eventCount - eventsRendered, of: record.id)
      eventsRendered = plan.eventCount
    }
    guard let first = runs.first else { return }
    recorder.add(first, step: step)
    var last = step + first.writes - 1
    for run in runs.others {
      recorder.add(run, step: last + 1)
      last += run.writes
    }
    step = max(step, last)
  }

  // MARK: Heads

  /// Sends the head; where the timeline is shared, it says how the client joined.
  private mutating func begin(_ head: ResponseHead, at now: UInt64) -> Production {
    guard let shared = context.shared else { return .head(streamHead(head, at: now)) }
    switch shared.join(after: record.lastEventID, at: now) {
    case .answer(let response): return .respond(answer(response, line: 0, at: now))
    case .following(let found):
      following = found
      var head = head
      if let resumed = found.resumed { head.headers.append((name: "playground-resume", value: resumed)) }
      return .head(streamHead(head, at: now))
    }
  }

  private mutating func streamHead(_ head: ResponseHead, at now: UInt64) -> StreamHead {
    var fields = fields(head.headers, isStream: true)
    if fields[.contentType] == nil { fields[.contentType] = "text/event-stream; charset=utf-8" }
    if fields[.cacheControl] == nil { fields[.cacheControl] = "no-store, no-transform" }
    if fields[.accelBuffering] == nil { fields[.accelBuffering] = "no" }
    fields.sandbox(status: head.status)
    isEventStream =
      head.status == 200 && fields[.contentType].flatMap { MediaType($0)?.essence } == "text/event-stream"
    context.log.streamOpened(
      record.id, of: record.scenario, request: context.request, status: head.status,
      [
        ("seed", record.seed.description), ("speed", String(record.speed.factor)),
        ("attempt", String(record.attempt)), ("after", record.lastEventID ?? ""),
      ])
    let head = StreamHead(
      status: head.status, headerFields: fields, framing: StreamHead.Framing(head.framing))
    recorder.head(head, at: now)
    return head
  }

  private mutating func answer(_ response: PlainResponse, line: Int, at now: UInt64) -> HTTPResult {
    var fields = fields(response.headers, isStream: false)
    fields.sandbox(status: response.status)
    let length = UInt64(response.body.count)
    recorder.head(
      StreamHead(status: response.status, headerFields: fields, framing: .length(length)), at: now)
    if record.method != HTTPRequest.Method.head.rawValue {
      recorder.add(WrittenRuns.Run(line: line, length: response.body.count, writes: 1), step: step)
      recorder.answer(response.body, at: now)
    }
    return HTTPResult(
      status: response.status, headerFields: fields,
      body: response.body.isEmpty ? .none : .bytes(response.body))
  }

  private func fields(_ headers: [(name: String, value: String)], isStream: Bool) -> HTTPFields {
    // First, because browsers look at the first of these alone.
    var fields: HTTPFields = [.xContentTypeOptions: "nosniff"]
    for header in headers {
      guard let name = HTTPField.Name(header.name) else { continue }
      if let reason = WithheldField.reason(name: header.name, value: header.value) {
        context.log.notice(
          "stream \(record.id) of \(record.scenario): '\(header.name)' is left out of the answer: \(reason)")
        continue
      }
      let value = name == .location ? context.arrival.address(of: header.value) : header.value
      fields.append(HTTPField(name: name, value: value))
    }
    if fields[.seed] == nil { fields[.seed] = record.seed.description }
    if fields[.streamID] == nil { fields[.streamID] = record.id.description }
    let isOptions = record.method == HTTPRequest.Method.options.rawValue
    if fields[.accessControlAllowOrigin] == nil, !context.decidesCORS || (!isStream && !isOptions) {
      fields.allowReading(context.crossOriginFields)
    } else {
      fields.exposeAll()
    }
    return fields
  }
}
