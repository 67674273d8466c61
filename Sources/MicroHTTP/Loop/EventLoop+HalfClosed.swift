extension EventLoop {
  /// How long a client that closed its sending half may still read, in nanoseconds.
  ///
  /// `printf … | nc -N` and socat do that and want the answer; a closed tab sends the same FIN, and answers the next bytes with a
  /// reset. Silence does not tell them apart.
  static let patience: UInt64 = 2_000_000_000

  /// The FIN of a client came whose answer is still being made: it may read, and if it does not, nothing tells.
  func awaitNoLonger(_ connection: Connection) {
    deadlines.set(connection.slot, to: monotonicNow().later(by: Self.patience))
  }

  /// The FIN of a stream's client came: it is counted as gone from now on, and sent what comes until a write fails.
  func clientClosed(_ connection: Connection, _ stream: Stream) {
    guard !stream.isLeft, stream.state != .over else { return }
    stream.isLeft = true
    let now = monotonicNow()
    if stream.patienceEnd == nil { stream.patienceEnd = now.later(by: Self.patience) }
    counters.giveStreamPlaceBack(connection, limits: limits)
    stream.producer.clientClosed(summary(of: connection, stream, endedBy: .client, at: now))
    // A reset waits for a few milliseconds only.
    guard stream.resetAttempts == 0 else { return }
    var pending: UInt64?
    if let since = stream.blockedSince {
      pending = since.later(by: limits.stallDeadline.nanoseconds)
    } else if case .wait(let until) = stream.step {
      pending = until
    }
    arm(connection, stream, at: pending)
  }
}
