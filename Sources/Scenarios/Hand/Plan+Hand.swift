/// What a hand does to a stream while it plays. None of it is known to the steps: it draws none of their random numbers and moves
/// none of their times, but the source may come later by as long as it was held.
extension Plan {
  /// Puts something in, now or several times from now on.
  ///
  /// - Parameter now: plan time, as for `advance`.
  package mutating func inject(_ injection: Injection, at now: PlanTime) {
    if case .over = phase { return }
    injections.add(injection, at: resumedTime.later(by: now))
  }

  /// Holds the source wherever it is: stages, heartbeats and a proxy's cuts go on.
  package mutating func pause(at now: PlanTime) {
    guard pausedAt == nil else { return }
    pausedAt = resumedTime.later(by: now)
    computesSince = nil
  }

  /// Lets the source go on: all that it still has comes later by as long as it was held.
  package mutating func goOn(at now: PlanTime) {
    guard let since = pausedAt else { return }
    pausedAt = nil
    let time = resumedTime.later(by: now)
    let held = time - min(since, time)
    lag = lag.later(by: held)
    // A silence that was on its way lasts as long as it would have.
    if stages.heartbeat.since > since { stages.heartbeat.rest(until: stages.heartbeat.since.later(by: held)) }
  }

  package var isPaused: Bool { pausedAt != nil }

  /// Whether the gate that holds takes the value which it is opened with.
  package var awaitsValue: Bool { gate != nil && awaited != nil }

  /// The source's own time: how long it was held does not count.
  func sourceTime(at time: PlanTime) -> PlanTime {
    let time = pausedAt.map { min($0, time) } ?? time
    return time - min(lag, time)
  }

  /// Whether only raw bytes may be put in, because the stream is in the middle of an event.
  var isWithinEvent: Bool { !border.isReached }

  /// What was to be put in and was not: for who goes on in the plan's place.
  package mutating func takeInjections() -> [Injection] {
    defer { injections.removeAll() }
    return injections.all
  }

  /// IDs that were put in since it was asked last, each with its place: how many blocks of the steps were sent before it.
  package mutating func takeInjectedIDs() -> [(id: String, place: UInt64)] {
    guard !injectedIDs.isEmpty else { return [] }
    defer { injectedIDs = [] }
    return injectedIDs
  }

  mutating func performInjection(at time: PlanTime, _ meter: inout Meter, _ writes: inout Writes) {
    guard let injection = injections.take(isRawOnly: isWithinEvent) else { return }
    line = 0
    var piece = Piece()
    piece.bytes = injection.bytes(lineEnding: settings.lineEnding)
    piece.runs = WrittenRuns(
      WrittenRuns.Run(line: WrittenRuns.injected, step: max(step, 0), steps: 0, length: piece.bytes.count))
    piece.events = injection.isEvent || injection.isRaw ? 1 : 0
    piece.isEvent = injection.isEvent
    piece.isInjected = true
    // The steps have even numbers, heartbeats odd ones from the beginning on.
    piece.key = UInt64.max &- injections.count &* 2
    if role == .timeline { piece.id = injection.id.map { Array($0.utf8) } }
    if injection.isEvent { injectedEvents += 1 }
    // A shared timeline has them in its history.
    if role != .timeline, let id = injection.id {
      let isAhead = found?.output.isWrite ?? false
      injectedIDs.append((id: id, place: run.blocks - (isAhead ? min(1, run.blocks) : 0)))
    }
    meter.charge(output: piece.bytes.count)
    if injection.isRaw { border.pass(piece.bytes[...]) }
    stages.take(piece, at: max(time, stages.lastLeft), into: &writes)
    run.note(held: stages.held)
  }
}
