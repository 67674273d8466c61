import MicroHTTP

/// How a session stands.
struct SessionSummary: Sendable {
  struct Stream: Sendable {
    var record: StreamRecord
    /// The gate it waits at.
    var gate: String?
  }

  var key: SessionKey
  /// CLOCK_MONOTONIC.
  var lastActive: UInt64
  /// Connections so far, by scenario.
  var attempts: [String: Int]
  /// Gates that streams wait at.
  var gates: [String]
  /// All open streams and the last ones that ended, newest first.
  var streams: [Stream]
  /// Open streams.
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
