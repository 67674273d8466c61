import HTTPTypes
import Logging
import MicroHTTP
import Platform
import Scenarios
import ServerSentEvents

/// Plays a plan into a stream: converts plan time to deadlines of the monotonic clock.
struct ScenarioStream: StreamProducer {
  /// What a stream needs from its request and from the server. It exists as long as the stream, so it holds nothing else.
  struct Context: Sendable {
    var request: LoggedRequest
    /// The fields that let a page of another origin read the stream.
    var crossOriginFields: HTTPFields
    /// Whether the plan itself sets the CORS fields of streams and preflights.
    var decidesCORS = false
    /// The ID of the request, if the scenario reads it.
    var requestID: String?
    /// The participant who wrote the scenario; nil if no participant did.
    var author: String?
    /// How the request arrived.
    var arrival = Arrival(isLocal: true)
    var sessions: SessionRegistry
    var events = EventCounter()
    var memory = StreamMemory()
    var searches = SharedSearches()
    var log: Logger
    /// The shared timeline that the stream joins, if its scenario has one for all clients.
    var shared: SharedScenario?
    /// The reserved memory for the request's body.
    var body: BodyBudget.Share?
  }

  /// Nanoseconds without output after which a stream that only computes is named in the log.
  static let patience: UInt64 = 60_000_000_000

  // The fields that every event needs come first: with thousands of streams, memory access dominates the cost of an event.

  let record: StreamRecord
  /// Set when the head is sent, if the timeline is shared.
  var following: Following?
  /// The plan's last result, if it still has to be carried out after the pending writes; the plan does not return it again.
  private var given: Next?
  /// The remaining budget of the turn, which all calls within the turn share.
  private var meter = Meter.turn
  /// The monotonic time at which plan time is zero; nil before that is known.
  var origin: UInt64?
  /// When the stream was frozen by hand; nil if it is not frozen.
  var frozenAt: UInt64?
  /// The injections still to be sent at the last report; -1 forces a new report.
  var injectionsLeft = 0
  private var eventsSkipped = 0
  /// The number of the plan's events that were added to the event counter.
  private var eventsCounted = 0
  /// The step of the plan at which it began to follow the shared timeline.
  private var followsFrom = 0
  /// Whether the journal has an entry for the gate at which the stream waits.
  private var isAtGate = false
  var isEventStream = false
  /// Whether the last byte sent from a shared timeline ended a line.
  private var isAtLineStart = true
  /// Whether the session and the journal were told that the stream ended.
  private var isTold = false
  private var wasNamed = false
  /// When it began to compute without output; nil if it does not.
  private var computesSince: UInt64?
  private var memory: StreamMemory.Share
  /// The unsent rest of a complete response whose framing or ending the scenario overrides.
  var answer: AnswerRemainder?
  /// Bytes that the plan has produced and the socket has not received yet.
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

  private var eventCount: Int { following?.eventCount ?? plan.eventCount - eventsSkipped }

  // MARK: Playing

  mutating func turnBegins() { meter = .turn }

  mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
    if let answer { return sendRemainder(answer, into: &buffer, at: now) }
    if !writes.isEmpty { return sendPendingWrite(into: &buffer, at: now) }
    obey(at: now)
    if frozenAt != nil { return .pause }
    // The plan writes into the loop's buffer directly.
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
    case .at, .gate, .idle, .signal, .again: break
    }
    return sendPendingWrite(into: &buffer, at: now)
  }

  /// Sends the next pending write. After the last one, the plan is advanced again.
  private mutating func sendPendingWrite(into buffer: inout [UInt8], at now: UInt64) -> Production {
    guard let (bytes, runs, isOwn) = writes.takeNext() else { return .yield }
    buffer = bytes
    recorder.add(runs)
    write(bytes, at: now)
    // The end of the body is sent together with the last bytes, unless the scenario sends these as a separate write.
    guard !isOwn, writes.isEmpty, let next = given else { return .write }
    given = nil
    return production(next, at: now, isSilent: false)
  }

  mutating func write(_ bytes: [UInt8], at now: UInt64) {
    if !bytes.isEmpty { recorder.write(bytes, events: eventCount, at: now) }
  }

  private mutating func advance(to now: UInt64) -> Next {
    let clock = ClockReading(wall: WallClock.now, monotonic: Monotonic.now)
    while true {
      if origin == nil { context.searches.help(&plan, &meter, at: now) }
      let next = plan.advance(to: planTime(at: now), clock: clock, meter: &meter, into: &writes)
      if origin == nil {
        if case .again = next { return next }
        origin = now
        eventsSkipped = plan.eventCount
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
        if frozenAt != nil { return .idle(until: nil) }
      case .at, .idle, .again, .gate:
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

  /// Returns whether the stream passes a gate; if not, it waits there from now on.
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
      // Recorded only now, after the write that was due before the gate.
      if !isAtGate, !isTold {
        recorder.gate(name, line: plan.line, awaits: plan.awaitsValue, isOpen: false, at: now)
      }
      isAtGate = true
      return rest(until: time)
    case .idle(let time): return rest(until: time)
    // Neither of these follows a separate write.
    case .follow, .signal: return .yield
    case .end(let ending): return .end(StreamEnding(ending))
    case .again: return .yield
    }
  }

  /// Sends the new part of the shared timeline.
  private mutating func follow(at now: UInt64, into buffer: inout [UInt8]) -> Production {
    given = .follow
    let before = following?.eventCount ?? 0
    let production =
      following?.next(at: now, into: &buffer, recorder: &recorder, step: followsFrom) ?? .end(.truncate)
    context.events.add((following?.eventCount ?? before) - before, of: record.id)
    if let last = buffer.last { isAtLineStart = last.isLineEnd }
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

  /// Returns the monotonic time at which a plan time is due.
  private func deadline(of time: PlanTime) -> UInt64 {
    let (deadline, overflow) = (origin ?? 0).addingReportingOverflow(record.speed.duration(of: time))
    return overflow ? .max : deadline
  }

  /// Returns the plan time at a moment of the monotonic clock.
  func planTime(at now: UInt64) -> PlanTime {
    let now = frozenAt ?? now
    guard let origin, now > origin else { return 0 }
    return record.speed.planTime(of: now - origin)
  }

  // MARK: Ends

  /// Appends a reconnection time of one to five seconds, so that clients do not all return at the same moment. No blank line follows:
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

  /// Reports the end to the session and its journal immediately. Bytes that the client may still read follow as writes.
  mutating func clientClosed(_ summary: StreamSummary) { tellEnd(summary, at: Monotonic.now) }

  mutating func ended(_ summary: StreamSummary) {
    let now = Monotonic.now
    _ = memory.update(0)
    tellEnd(summary, at: now)
    if let following { context.shared?.timelines.leave(following.membership, at: now) }
    context.log.streamEnded(
      record.id, of: record.scenario, request: context.request, events: eventCount, summary: summary)
  }

  private mutating func tellEnd(_ summary: StreamSummary, at now: UInt64) {
    guard !isTold else { return }
    isTold = true
    recorder.end(summary, events: eventCount, at: now)
    context.sessions.ended(record, at: now)
  }
}
