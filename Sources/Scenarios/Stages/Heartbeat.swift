import ServerSentEvents

/// When a comment line is due, because nothing else has passed for a while.
///
///     : keep-alive\n
struct Heartbeat: Sendable {
  /// Nanoseconds; nil: no heartbeats.
  let interval: UInt64?
  /// When the last bytes passed, a silence ended, or a gate opened.
  private(set) var since: PlanTime = 0

  init(interval: UInt64?) { self.interval = interval }

  var due: PlanTime { interval.map { since.later(by: $0) } ?? .max }

  /// Restarts the interval: bytes passed, or a gate was opened.
  mutating func reset(at time: PlanTime) { since = max(since, time) }

  /// Sends nothing until then, and restarts the interval.
  mutating func rest(until time: PlanTime) { reset(at: time) }

  static func line(ending: [UInt8]) -> [UInt8] {
    var line: [UInt8] = []
    EventEncoder(lineEnd: ending).append(.comment, "keep-alive", to: &line)
    return line
  }
}
