import MicroHTTP

/// The state of a session.
struct SessionSummary: Sendable {
  struct Stream: Sendable {
    var record: StreamRecord
    /// The gate at which it waits.
    var gate: String?
  }

  var key: SessionKey
  /// CLOCK_MONOTONIC, nanoseconds.
  var lastActive: UInt64
  /// Connections so far, by scenario.
  var attempts: [String: Int]
  /// The gates at which streams wait.
  var gates: [String]
  /// All open streams and the latest ended ones, newest first.
  var streams: [Stream]
  /// The number of open streams.
  var openCount: Int

  init(_ key: SessionKey, _ session: Session, includingEnded: Bool = true) {
    self.key = key
    lastActive = session.lastActive
    attempts = session.attempts
    gates = Set(session.waiting.values).sorted()
    openCount = session.streams.count
    streams = (Array(session.streams.values) + (includingEnded ? session.ended : []))
      .sorted { ($0.started, $0.id.number) > ($1.started, $1.id.number) }
      .map { Stream(record: $0, gate: session.waiting[$0.id]) }
  }
}
