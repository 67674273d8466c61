/// What a plan does while a gate holds it or the stream is held open.
extension Plan {
  mutating func hold(at number: Int, _ next: Pending) -> TimedAction {
    let name = engine.program.gates[number]
    gate = name
    return TimedAction(time: next.time, action: .gate(name), line: next.line)
  }

  /// A gate that `next` gave has been opened: the plan goes on from there.
  ///
  /// - Parameter time: plan time.
  public mutating func open(gate name: String, at time: UInt64) {
    guard gate == name else { return }
    gate = nil
    pending = nil
    engine.advance(to: time)
    lastBeat = max(lastBeat, time)
    writeTime = max(writeTime, time)
  }

  /// What comes while a gate holds or the stream is held open, if the gate is not opened before: a heartbeat, or the end that a
  /// proxy makes of it; nil: nothing.
  ///
  /// Asked again it gives the same, until `render` is called for a `write`. Nothing follows an end.
  public mutating func nextWhileHeld() -> TimedAction? {
    switch phase {
    case .playing, .over: break
    default: return nil
    }
    if outlet.hasParts { return part() }
    let beat = settings.heartbeat.map { lastBeat &+ $0 }
    if let cut = cutTime(), cut <= beat ?? .max {
      return TimedAction(time: max(cut, writeTime), action: .end(.truncate), line: 0)
    }
    return beat.map { heartbeat(at: $0) }
  }
}
