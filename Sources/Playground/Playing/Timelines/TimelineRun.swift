import MicroHTTP
import Scenarios

/// The state of a running shared timeline: its plan, its history and the number of its followers. It needs no clock and no server.
struct TimelineRun {
  /// The result for a client that wants to follow.
  enum Joining {
    /// - Parameters:
    ///   - isKnown: whether the client's last event was found; nil if it named none.
    case follows(TimelineHistory.Position, isKnown: Bool?)
    /// The timeline is over, and the client has already received its last event.
    case nothingLeft
    /// The timeline is over; a new one may begin.
    case isOver
  }

  private let rules: SharedTimeline
  private var plan: Plan
  private var writes = Writes(keepingPieces: true)
  private(set) var history: TimelineHistory
  /// Set when the plan has ended. The streams of clients end in the same way when they have sent everything.
  private(set) var ending: StreamEnding?
  private(set) var clients = 0
  /// Whether it stopped because it had no followers.
  private(set) var isStopped = false
  /// Whether it stops as soon as it has no followers.
  private var isRetired = false
  /// The monotonic time at which plan time is zero.
  private var origin: UInt64?
  /// When it was frozen by hand; nil if it is not frozen.
  private var frozenAt: UInt64?
  /// When it was paused because it has no followers; nil if it is not paused.
  private var pausedAt: UInt64?

  /// - Parameter firstEntry: the number of the first entry of its history.
  init(_ plan: Plan, _ rules: SharedTimeline, firstEntry: Int = 0) {
    self.plan = plan
    self.rules = rules
    history = TimelineHistory(limit: rules.history, age: rules.historyAge, first: firstEntry)
  }

  var isOver: Bool { ending != nil || isStopped }

  // MARK: Clients

  /// - Parameters:
  ///   - id: the ID of the client's last event.
  ///   - place: if that event was injected for this client only, the number of the entry that it preceded.
  mutating func join(after id: String?, place: Int? = nil, at now: UInt64) -> Joining {
    let last = id.flatMap { $0.isEmpty ? nil : Array($0.utf8) }
    var position = history.end
    var isKnown: Bool?
    if let last {
      let found =
        place.flatMap { history.position(before: $0, resuming: rules.resumption, at: now) }
        ?? history.position(after: last, resuming: rules.resumption, at: now)
      isKnown = found != nil
      position = found ?? position
    }
    if isStopped { return .isOver }
    if ending != nil {
      guard isKnown == true else { return .isOver }
      if position == history.end { return .nothingLeft }
    }
    clients += 1
    if let since = pausedAt {
      pausedAt = nil
      let stood = now - min(since, now)
      origin = origin.map { $0 &+ stood }
    }
    return .follows(position, isKnown: isKnown)
  }

  mutating func leave(at now: UInt64) {
    clients -= 1
    guard clients == 0 else { return }
    if isRetired { return stop() }
    guard ending == nil else { return }
    switch rules.withoutClients {
    case .run: break
    case .pause: pausedAt = now
    case .stop: stop()
    }
  }

  /// Stops it when its last follower leaves.
  mutating func retire() {
    isRetired = true
    if clients == 0 { stop() }
  }

  private mutating func stop() {
    isStopped = true
    history = TimelineHistory(limit: 0, age: 0)
  }

  // MARK: Running

  /// Bytes kept by its plan and its history.
  var weight: Int { history.weight + (isOver ? 0 : plan.weight) }

  /// Ends it with a comment that gives the reason.
  mutating func end(because reason: String) { plan.stop(reason) }

  /// Carries out a manual command.
  ///
  /// - Returns: false if too much is waiting to be sent.
  mutating func obey(_ command: StreamHand.Command, at now: UInt64) -> Bool {
    let time = planTime(at: now)
    switch command {
    case .inject(let injection):
      guard plan.injections.count < StreamHand.countLimit,
        plan.injections.weight + injection.weight <= StreamHand.byteLimit || plan.injections.count == 0
      else { return false }
      plan.inject(injection, at: time)
    case .pause: plan.pause(at: time)
    case .freeze: if frozenAt == nil { frozenAt = now }
    case .resume:
      if let since = frozenAt {
        frozenAt = nil
        // Without followers it is paused, and `join` will shift the origin.
        if pausedAt == nil { origin = origin.map { $0 &+ (now - min(since, now)) } }
      }
      plan.resume(at: planTime(at: now))
    }
    return true
  }

  /// Ends it by hand for all followers.
  mutating func end(_ how: StreamEnding) { if ending == nil { ending = how } }

  private func planTime(at now: UInt64) -> PlanTime {
    let now = [pausedAt, frozenAt].compactMap(\.self).min() ?? now
    guard let origin, now > origin else { return 0 }
    return now - origin
  }

  /// Performs the actions that are due.
  ///
  /// - Parameter wall: nanoseconds since 1970.
  /// - Returns: whether there is something new for the followers, and when to run next.
  mutating func run(now: UInt64, wall: Int64) -> (isNew: Bool, next: LoopTaskNext) {
    guard !isOver else { return (false, .never) }
    guard pausedAt == nil, frozenAt == nil else { return (false, .whenWoken) }
    let origin = origin ?? now
    self.origin = origin
    var meter = Meter.turn
    let next = plan.advance(
      to: now - min(origin, now), clock: ClockReading(wall: wall, monotonic: now), meter: &meter,
      into: &writes)
    let isNew = !writes.isEmpty
    takeDown(at: now)
    switch next {
    case .again: return (isNew, .soon)
    case .at(let time): return (isNew, .at(origin &+ time))
    case .idle(let time): return (isNew, time.map { .at(origin &+ $0) } ?? .whenWoken)
    case .end(let how):
      ending = StreamEnding(how)
      return (true, .never)
    // The plan of a timeline returns none of these.
    case .head, .respond, .gate, .signal, .follow: return (isNew, .soon)
    }
  }

  private mutating func takeDown(at now: UInt64) {
    var start = 0
    for mark in writes.marks {
      history.append(
        Array(writes.bytes[start..<mark.end]), isEvent: mark.isEvent, id: mark.id, line: mark.line, at: now)
      start = mark.end
    }
    writes.removeAll()
  }
}
