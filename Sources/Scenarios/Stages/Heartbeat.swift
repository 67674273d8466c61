import ServerSentEvents

/// Sends a comment line whenever nothing else passed for a while.
///
///     : keep-alive\n
struct Heartbeat: Sendable {
  /// nil: none.
  let interval: UInt64?
  /// When the last bytes passed, a silence ended, or a gate opened.
  private(set) var since: PlanTime = 0

  init(interval: UInt64?) { self.interval = interval }

  var due: PlanTime { interval.map { since.later(by: $0) } ?? .max }

  /// Bytes pass, or a gate is opened.
  mutating func reset(at time: PlanTime) { since = max(since, time) }

  /// Nothing is to be sent until then.
  mutating func rest(until time: PlanTime) { reset(at: time) }

  static func line(ending: [UInt8]) -> [UInt8] {
    var line: [UInt8] = []
    EventEncoder(lineEnd: ending).append(.comment, "keep-alive", to: &line)
    return line
  }
}
