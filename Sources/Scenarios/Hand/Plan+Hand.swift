/// Changes made to a stream by hand while it plays. They do not affect the random numbers or times of the steps, except that
/// a pause delays all later steps by its length.
extension Plan {
  /// Queues an injection, which is first due at `now`. Does nothing once the stream is over.
  ///
  /// - Parameter now: plan time, as for `advance`.
  package mutating func inject(_ injection: Injection, at now: PlanTime) {
    if case .over = phase { return }
    injections.add(injection, at: resumedTime.later(by: now))
  }

  /// Pauses the steps wherever they are. Stages, heartbeats and a proxy's cuts continue.
  package mutating func pause(at now: PlanTime) {
    guard pausedAt == nil else { return }
    pausedAt = resumedTime.later(by: now)
    computesSince = nil
  }

  /// Resumes the steps: everything that remains is delayed by the length of the pause.
  package mutating func resume(at now: PlanTime) {
    guard let since = pausedAt else { return }
    pausedAt = nil
    let time = resumedTime.later(by: now)
    let pause = time - min(since, time)
    lag = lag.later(by: pause)
    // A `silence` that was under way at the pause gets its full length.
    if stages.heartbeat.since > since {
      stages.heartbeat.restart(at: stages.heartbeat.since.later(by: pause))
    }
  }

  package var isPaused: Bool { pausedAt != nil }

  /// Whether the gate that the stream waits at takes a value when it is opened.
  package var awaitsValue: Bool { gate != nil && awaited != nil }

  /// Returns the time of the steps, which does not include pauses.
  func sourceTime(at time: PlanTime) -> PlanTime {
    let time = pausedAt.map { min($0, time) } ?? time
    return time - min(lag, time)
  }

  /// Whether only raw bytes may be injected, because the stream is within an event.
  var isWithinEvent: Bool { !border.isReached }

  /// Returns and removes the waiting injections, for the player that takes over from the plan.
  package mutating func takeInjections() -> [Injection] {
    defer { injections.removeAll() }
    return injections.all
  }

  /// Returns the IDs injected since the last call, each with its place: the number of the steps' blocks that were sent before it.
  package mutating func takeInjectedIDs() -> [(id: String, place: UInt64)] {
    defer { injectedIDs = [] }
    return injectedIDs
  }

  mutating func performInjection(at time: PlanTime, _ meter: inout Meter, _ writes: inout Writes) {
    guard let injection = injections.take(isRawOnly: isWithinEvent) else { return }
    line = 0
    let bytes = injection.bytes(lineEnding: settings.lineEnding)
    var piece = Piece(bytes, line: WrittenRuns.injected, step: max(step, 0), steps: 0)
    piece.events = injection.isEvent || injection.isRaw ? 1 : 0
    piece.isEvent = injection.isEvent
    piece.isInjected = true
    // Keys of steps are even, and heartbeats use odd ones from the lowest up; these are odd, from the highest down.
    piece.key = UInt64.max &- injections.taken &* 2
    if role == .timeline { piece.id = injection.id.map { Array($0.utf8) } }
    if injection.isEvent { injectedEvents += 1 }
    // A shared timeline needs no places: it finds IDs in its history.
    if role != .timeline, let id = injection.id {
      let isAhead = found?.output.isWrite ?? false
      injectedIDs.append((id: id, place: run.blocks - (isAhead ? min(1, run.blocks) : 0)))
    }
    meter.charge(output: piece.bytes.count)
    if injection.isRaw { border.pass(piece.bytes[...]) }
    stages.take(piece, at: max(time, stages.lastLeft), into: &writes)
    run.note(buffered: stages.buffered)
  }
}
