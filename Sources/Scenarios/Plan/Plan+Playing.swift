/// What a plan does between its head and its end: writes, heartbeats, cuts, ends.
extension Plan {
  mutating func play() -> TimedAction? {
    if outlet.hasParts { return part() }
    guard var next = lookAhead() else {
      return TimedAction(time: engine.time, action: .pause, line: engine.line)
    }
    next.time = max(next.time, writeTime)
    let isOpenEnded = if case .hold = next.output { true } else { false }
    let due =
      if case .silence(let since) = next.output { since } else { isOpenEnded ? UInt64.max : next.time }
    let beat = settings.heartbeat.map { lastBeat &+ $0 } ?? .max
    if let cut = cutTime(), cut <= next.time || isOpenEnded, cut <= beat {
      phase = .over
      return TimedAction(time: max(cut, writeTime), action: .end(.truncate), line: 0)
    }
    // While the stream is held open it is the player that sends heartbeats, unless they count for a cut.
    if beat < due, !isOpenEnded || cutTime() != nil {
      return heartbeat(at: beat)
    }
    return perform(next)
  }

  /// Counts as sent when it is rendered.
  mutating func heartbeat(at time: UInt64) -> TimedAction {
    writing = .heartbeat(time)
    return TimedAction(time: max(time, writeTime), action: .write(ownWrite: false), line: 0)
  }

  /// When a proxy cuts the connection if nothing is sent before.
  func cutTime() -> UInt64? {
    guard let proxy = settings.proxy else { return nil }
    let idle = proxy.idle.map { lastSent &+ $0 }
    let age = proxy.maxAge.map { engineStart &+ $0 }
    return [idle, age].compactMap(\.self).min()
  }

  private mutating func perform(_ next: Pending) -> TimedAction? {
    if case .end(.complete) = next.output, !isFinished {
      isFinished = true
      outlet.finish(engine.writeRules)
      return nil
    }
    if case .gate(let number) = next.output { return hold(at: number, next) }
    pending = nil
    switch next.output {
    case .write(let block):
      lastSent = next.time
      lastBeat = next.time
      writeTime = next.time
      writing = .block(block)
      return TimedAction(time: next.time, action: .write(ownWrite: false), line: next.line)
    case .end(let ending):
      phase = .over
      return TimedAction(time: next.time, action: .end(ending), line: next.line)
    case .hold:
      phase = .over
      return TimedAction(time: next.time, action: .hold, line: next.line)
    case .silence:
      lastBeat = next.time
      return nil
    case .respond:
      return fail("'respond' comes after something has been sent", next)
    case .failure:
      return fail(engine.failure, next)
    case .gate, .pause:
      return nil
    }
  }

  private mutating func fail(_ message: String, _ next: Pending) -> TimedAction {
    phase = .ending
    writeTime = next.time
    writing = .failure("line \(next.line): \(message)")
    return TimedAction(time: next.time, action: .write(ownWrite: false), line: next.line)
  }

  /// A write that is ready.
  mutating func part() -> TimedAction {
    if isPaced, let pace = engine.writeRules?.pace, let time = try? engine.duration(pace) {
      writeTime = writeTime &+ time
    }
    isPaced = true
    if pending == nil { engine.advance(to: writeTime) }
    lastSent = writeTime
    lastBeat = max(lastBeat, writeTime)
    writing = .part
    return TimedAction(time: writeTime, action: .write(ownWrite: true), line: engine.line)
  }
}
