import FieldValues
import HTTPTypes
import Logging
import MicroHTTP
import Platform
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
    /// The id of the request, where the scenario reads it.
    var requestID: String?
    /// The participant who wrote the scenario; nil where the presenter did.
    var author: String?
    /// How the request came.
    var arrival = Arrival(isLocal: true)
    var sessions: SessionRegistry
    var events = EventCounter()
    var memory = StreamMemory()
    var searches = SharedSearches()
    var log: Logger
    /// What the stream follows, if its scenario has one timeline for all.
    var shared: SharedScenario?
    /// The room that the request's body takes as long as the stream is there.
    var body: BodyBudget.Share?
  }

  /// Real time without output after which a stream that computes is named in the log.
  static let patience: UInt64 = 60_000_000_000

  // What each event needs stands first: with thousands of streams, memory decides what an event costs.

  let record: StreamRecord
  /// From the head on, if the timeline is shared.
  var following: Following?
  /// What comes behind the writes, if the plan gives it only once.
  private var given: Next?
  /// What is left of the turn, however often it is asked in it.
  private var meter = Meter.turn
  /// When plan time is zero; nil before that is known.
  var origin: UInt64?
  /// Since when everything is held by hand.
  var frozenAt: UInt64?
  /// Injections that were still to be sent when it was last told.
  var injectionsLeft = 0
  private var eventsPassedBy = 0
  /// Of the plan, that were counted.
  private var eventsCounted = 0
  /// The step of the plan from which on it follows.
  private var followsFrom = 0
  /// The gate that it waits at was written down.
  private var isAtGate = false
  private var isEventStream = false
  /// The last byte of a shared timeline that was sent ended a line.
  private var isAtLineStart = true
  /// The session and the journal were told that it ended.
  private var isTold = false
  private var wasNamed = false
  /// Since when it computes and gives nothing, until the log was told.
  private var computesSince: UInt64?
  private var memory: StreamMemory.Share
  /// What is left of an answer whose end is of its own.
  private var answer: AnswerRemainder?
  /// What the plan has given and the socket has not been.
  private var writes = Writes()
  var recorder: StreamRecorder
  var plan: Plan
  let context: Context

  init(plan: Plan, recorder: StreamRecorder, context: Context) {
    self.plan = plan
    self.recorder = recorder
    record = recorder.record
    memory = StreamMemory.Share(context.memory)
    self.context = context
  }

  private var eventCount: Int { following?.eventCount ?? plan.eventCount - eventsPassedBy }

  // MARK: Playing

  mutating func turnBegins() { meter = .turn }

  mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
    if let answer { return goOn(answer, at: now, into: &buffer) }
    if !writes.isEmpty { return handOn(into: &buffer, at: now) }
    obey(at: now)
    if frozenAt != nil { return .pause }
    // The plan fills the loop's buffer itself.
    swap(&buffer, &writes.bytes)
    let next = given ?? advance(to: now)
    given = nil
    if writes.areJoined {
      swap(&buffer, &writes.bytes)
      recorder.add(writes.takeRuns())
      if case .follow = next { return follow(at: now, into: &buffer) }
      write(buffer, at: now)
      return production(next, at: now, isSilent: buffer.isEmpty)
    }
    switch next {
    case .head, .respond, .follow, .end: given = next
    case .at, .gate, .hold, .signal, .again: break
    }
    return handOn(into: &buffer, at: now)
  }

  /// Gives the next of the writes that are left. The plan is asked again behind the last.
  private mutating func handOn(into buffer: inout [UInt8], at now: UInt64) -> Production {
    guard let (bytes, runs, isOwn) = writes.takeNext() else { return .yield }
    buffer = bytes
    recorder.add(runs)
    write(bytes, at: now)
    // The end of the body leaves with the last bytes, unless these are a write of their own.
    guard !isOwn, writes.isEmpty, let next = given else { return .write }
    given = nil
    return production(next, at: now, isSilent: false)
  }

  private mutating func write(_ bytes: [UInt8], at now: UInt64) {
    if !bytes.isEmpty { recorder.write(bytes, events: eventCount, at: now) }
  }

  /// Lets the plan perform what is due.
  private mutating func advance(to now: UInt64) -> Next {
    let clock = ClockReading(wall: WallClock.now, monotonic: Monotonic.now)
    while true {
      if origin == nil { context.searches.help(&plan, &meter, at: now) }
      let next = plan.advance(to: planTime(at: now), clock: clock, meter: &meter, into: &writes)
      if origin == nil {
        if case .again = next { return next }
        origin = now
        eventsPassedBy = plan.eventCount
        eventsCounted = plan.eventCount
        obey(at: now)
      }
      countEvents()
      settleHand()
      switch next {
      case .follow:
        followsFrom = plan.step
        return next
      case .head, .respond, .end: return next
      case .signal(let signal):
        meter.work -= Self.signalWork
        send(signal, at: now)
        if frozenAt != nil { return .hold(until: nil) }
      case .at, .hold, .again, .gate:
        if !memory.update(plan.weight) {
          plan.stop(StreamMemory.refusal)
          continue
        }
        guard case .gate(let name, _) = next, pass(gate: name, at: now) else { return next }
      }
    }
  }

  private mutating func countEvents() {
    guard plan.eventCount > eventsCounted else { return }
    context.events.add(plan.eventCount - eventsCounted, of: record.id)
    eventsCounted = plan.eventCount
  }

  /// Whether the stream goes through a gate; if not, it waits there from now on.
  private mutating func pass(gate name: String, at now: UInt64) -> Bool {
    guard !isTold, writes.areJoined,
      case .open(let value) = context.sessions.passes(
        record.id, gate: name, takesValue: plan.awaitsValue, of: record.session, at: now)
    else {
      return false
    }
    if !isAtGate { recorder.gate(name, line: plan.line, awaits: plan.awaitsValue, isOpen: false, at: now) }
    recorder.gate(name, line: plan.line, awaits: plan.awaitsValue, isOpen: true, value: value, at: now)
    isAtGate = false
    plan.open(gate: name, at: planTime(at: now), value: value)
    return true
  }

  private mutating func production(_ next: Next, at now: UInt64, isSilent: Bool) -> Production {
    if case .again = next {
      nameIfItOnlyComputes(isSilent, at: now)
    } else {
      computesSince = nil
    }
    switch next {
    case .head(let head): return begin(head, at: now)
    case .respond(let response): return respond(response, at: now)
    case .at(let time): return rest(until: time)
    case .gate(let name, let time):
      // Behind the write that was due before it.
      if !isAtGate, !isTold {
        recorder.gate(name, line: plan.line, awaits: plan.awaitsValue, isOpen: false, at: now)
      }
      isAtGate = true
      return rest(until: time)
    case .hold(let time): return rest(until: time)
    // Bytes that stand before it are never writes of their own.
    case .follow, .signal: return .yield
    case .end(let ending): return .end(StreamEnding(ending))
    case .again: return .yield
    }
  }

  /// Gives what is new of the shared timeline.
  private mutating func follow(at now: UInt64, into buffer: inout [UInt8]) -> Production {
    given = .follow
    let before = following?.eventCount ?? 0
    let production =
      following?.next(at: now, into: &buffer, noting: &recorder, step: followsFrom) ?? .end(.truncate)
    context.events.add((following?.eventCount ?? before) - before, of: record.id)
    if let last = buffer.last { isAtLineStart = last == 0x0A || last == 0x0D }
    write(buffer, at: now)
    settleHand()
    return production
  }

  private mutating func rest(until time: PlanTime?) -> Production {
    time.map { .wait(until: deadline(of: $0)) } ?? .pause
  }

  private mutating func nameIfItOnlyComputes(_ isSilent: Bool, at now: UInt64) {
    guard isSilent, let since = computesSince else { return computesSince = now }
    guard !wasNamed, now - min(since, now) > Self.patience else { return }
    wasNamed = true
    context.log.streamComputes(record.id, of: record.scenario, line: plan.computingLine)
  }

  /// When something is due.
  private func deadline(of time: PlanTime) -> UInt64 {
    let (deadline, overflow) = (origin ?? 0).addingReportingOverflow(record.speed.duration(of: time))
    return overflow ? .max : deadline
  }

  /// The plan time that it is.
  func planTime(at now: UInt64) -> PlanTime {
    let now = frozenAt ?? now
    guard let origin, now > origin else { return 0 }
    return record.speed.planTime(of: now - origin)
  }

  // MARK: Ends

  /// A reconnection time of one to five seconds, so that clients do not all come back at once. No blank line follows it:
  /// some clients raise an error at a block without data.
  mutating func drain(into buffer: inout [UInt8]) {
    let words = isEventStream ? EventText.line(.retry, "\(Int.random(in: 1000...5000))") : []
    if following != nil {
      guard isAtLineStart, !words.isEmpty else { return }
      buffer += words
      recorder.add(WrittenRuns.Run(line: 0, step: plan.step, length: words.count))
      recorder.write(buffer, events: eventCount, at: Monotonic.now)
      return
    }
    plan.drain(words, into: &writes)
    while let (bytes, runs, _) = writes.takeNext() {
      buffer += bytes
      recorder.add(runs)
    }
    if !buffer.isEmpty { recorder.write(buffer, events: eventCount, at: Monotonic.now) }
  }

  /// The session and its journal say so at once; what the client may still read follows as writes.
  mutating func clientClosed(_ summary: StreamSummary) { tellEnd(summary, at: Monotonic.now) }

  mutating func ended(_ summary: StreamSummary) {
    let now = Monotonic.now
    _ = memory.update(0)
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

  // MARK: Heads

  /// Sends the head; where the timeline is shared, it says how the client joined.
  private mutating func begin(_ head: ResponseHead, at now: UInt64) -> Production {
    guard let shared = context.shared else { return .head(streamHead(head, at: now)) }
    switch shared.join(after: record.lastEventID, at: now) {
    case .answer(let response): return respond(response, at: now)
    case .following(let found):
      following = found
      for injection in plan.takeInjections() { following?.inject(injection, at: now) }
      var head = head
      if let resumed = found.resumed { head.fill("playground-resume", resumed) }
      return .head(streamHead(head, at: now))
    }
  }

  private mutating func streamHead(_ head: ResponseHead, at now: UInt64) -> StreamHead {
    var fields = fields(head.headers, omitted: head.omitted, isStream: true)
    fields.sandbox(status: head.status, omitted: head.omitted)
    isEventStream =
      head.status == 200 && fields[.contentType].flatMap { MediaType($0)?.essence } == "text/event-stream"
    context.log.streamOpened(
      record.id, of: record.scenario, request: context.request, status: head.status,
      [
        ("seed", record.seed.description), ("speed", String(record.speed.factor)),
        ("attempt", String(record.attempt)), ("after", record.lastEventID ?? ""),
      ])
    let head = StreamHead(
      status: head.status, headerFields: fields, framing: StreamHead.Framing(head.framing),
      isDated: !head.omitted.contains("date"))
    recorder.head(head, at: now)
    return head
  }

  /// A whole answer; one whose end is of its own is played as a stream is.
  private mutating func respond(_ response: PlainResponse, at now: UInt64) -> Production {
    var fields = fields(response.headers, omitted: response.omitted, isStream: false)
    fields.sandbox(status: response.status, omitted: response.omitted)
    let length = StreamHead.Framing.length(UInt64(response.body.count))
    let head = StreamHead(
      status: response.status, headerFields: fields,
      framing: response.framing.map { StreamHead.Framing($0) } ?? length,
      isDated: !response.omitted.contains("date"))
    recorder.head(head, at: now)
    let isHead = record.method == HTTPRequest.Method.head.rawValue
    guard response.isUsual else {
      if !isHead { answer = AnswerRemainder(body: response.body[...], ending: StreamEnding(response.ending)) }
      return .head(head)
    }
    if !isHead {
      recorder.add(WrittenRuns.Run(line: plan.line, step: plan.step, length: response.body.count))
      recorder.answer(response.body, at: now)
    }
    return .respond(
      HTTPResult(
        status: response.status, headerFields: fields,
        body: response.body.isEmpty ? .none : .bytes(response.body), isDated: head.isDated))
  }

  /// Gives the next part of an answer whose end is of its own.
  private mutating func goOn(_ own: AnswerRemainder, at now: UInt64, into buffer: inout [UInt8]) -> Production
  {
    var own = own
    buffer += own.takeNext()
    recorder.add(WrittenRuns.Run(line: plan.line, step: plan.step, length: buffer.count))
    write(buffer, at: now)
    answer = own
    return own.body.isEmpty ? .end(own.ending) : .yield
  }

  private func fields(
    _ headers: [(name: String, value: String)], omitted: Set<String>, isStream: Bool
  ) -> HTTPFields {
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
    func fill(_ name: HTTPField.Name, _ value: String) {
      if fields[name] == nil, !omitted.contains(name.canonicalName) { fields[name] = value }
    }
    if isStream {
      fill(.contentType, "text/event-stream; charset=utf-8")
      fill(.cacheControl, "no-store, no-transform")
      fill(.accelBuffering, "no")
    }
    let own: [(HTTPField.Name, former: HTTPField.Name, String)] = [
      (.seed, .formerSeed, record.seed.description), (.streamID, .formerStreamID, record.id.description),
    ]
    for (name, former, value) in own {
      fill(name, value)
      if !omitted.contains(name.canonicalName) { fill(former, value) }
    }
    if let id = context.requestID { fill(.requestID, id) }
    let isOptions = record.method == HTTPRequest.Method.options.rawValue
    if omitted.contains("access-control-allow-origin") {
      fields[.accessControlAllowOrigin] = nil
    } else if fields[.accessControlAllowOrigin] == nil, !context.decidesCORS || (!isStream && !isOptions) {
      fields.allowReading(context.crossOriginFields)
    } else {
      fields.exposeAll()
    }
    for name in omitted.compactMap({ HTTPField.Name($0) }) { fields[name] = nil }
    return fields
  }
}
