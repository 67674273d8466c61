/// How streams take turns.
///
/// Whatever a stream is asked for (time passed, it was woken, its socket has room, its head went out), it is put into the run queue, and a pass of the
/// loop plays from there until its time is over: then sockets, deadlines and messages are looked at again, and who is left keeps its place.
extension EventLoop {
  /// Nanoseconds that one pass spends on streams and tasks, but for the turn that it is in then.
  static let passLimit: UInt64 = 1_000_000
  /// Of these, what tasks may take.
  static let taskLimit: UInt64 = 500_000
  /// Nanoseconds of one turn of a stream, but for the one call of its producer that it is in then.
  static let turnLimit: UInt64 = 1_000_000
  /// Bytes of one turn, but for the last production.
  static let turnBytes = 65_536
  /// A stream of which two turns in a row took longer waits among those that have work left over. One alone may have been interrupted by the system.
  private static let longTurn: UInt64 = 250_000

  func enqueue(_ connection: Connection, _ stream: Stream, isLeftOver: Bool = false) {
    guard !stream.isQueued else { return }
    stream.isQueued = true
    runQueue.append(connection, isLeftOver: isLeftOver || stream.longTurns > 1)
  }

  /// Plays what waits until the pass is over; of each line at least one.
  func playQueue() {
    guard !runQueue.isEmpty else { return }
    var now = monotonicNow()
    var isFirst = true
    while isFirst || now < passEnd, let connection = runQueue.popDue() {
      isFirst = false
      now = takeTurn(connection, at: now)
    }
    isFirst = true
    while isFirst || now < passEnd, let connection = runQueue.popLeftOver() {
      isFirst = false
      now = takeTurn(connection, at: now)
    }
  }

  /// - Returns: when the turn was over.
  private func takeTurn(_ connection: Connection, at start: UInt64) -> UInt64 {
    if connection.isPostponed {
      answerPostponed(connection)
      return monotonicNow()
    }
    guard let stream = connection.stream, stream.isQueued else { return start }
    stream.isQueued = false
    goOn(connection, stream, now: start)
    let end = monotonicNow()
    stream.longTurns = end &- start > Self.longTurn ? min(stream.longTurns + 1, 2) : 0
    return end
  }
}
