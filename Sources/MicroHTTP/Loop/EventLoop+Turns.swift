import Platform

/// How streams take turns.
///
/// Whatever a stream is asked for (time passed, it was woken, its socket has room, its head went out), it is put into the run queue, and a pass of the
/// loop plays from there until its time is over: then sockets, deadlines and messages are looked at again, and who is left keeps its place.
extension EventLoop {
  /// Nanoseconds of one pass, from when the poller returns, but for a turn of each line of the run queue.
  static let passLimit: UInt64 = 500_000
  /// Of these, what tasks may take.
  static let taskLimit: UInt64 = 250_000
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
    var now = Monotonic.now
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
      return Monotonic.now
    }
    guard let stream = connection.stream, stream.isQueued else { return start }
    stream.isQueued = false
    goOn(connection, stream, now: start)
    let end = Monotonic.now
    stream.longTurns = end &- start > Self.longTurn ? min(stream.longTurns + 1, 2) : 0
    return end
  }
}

/// The streams of one loop that belong to a group.
final class GroupMembers {
  let group: StreamGroup
  fileprivate(set) var connections: [Connection] = []

  init(_ group: StreamGroup) { self.group = group }
}

extension EventLoop {
  /// Makes a stream a member of a group.
  ///
  /// - Returns: whether it was none: then it has to be asked again, because what came before was not told to it.
  func join(_ connection: Connection, _ stream: Stream, _ group: StreamGroup) -> Bool {
    if stream.group?.group === group { return false }
    leave(stream)
    let members = groups[ObjectIdentifier(group)] ?? GroupMembers(group)
    if members.connections.isEmpty {
      groups[ObjectIdentifier(group)] = members
      group.join(loop: index)
    }
    stream.group = members
    stream.groupPlace = members.connections.count
    members.connections.append(connection)
    return true
  }

  /// Takes a stream out of its group.
  func leave(_ stream: Stream) {
    guard let members = stream.group else { return }
    stream.group = nil
    let last = members.connections.removeLast()
    if last.stream !== stream {
      members.connections[stream.groupPlace] = last
      last.stream?.groupPlace = stream.groupPlace
    }
    if members.connections.isEmpty {
      groups[ObjectIdentifier(members.group)] = nil
      members.group.leave(loop: index)
    }
  }

  func wakeAll(_ group: StreamGroup) {
    group.heard(loop: index)
    guard let members = groups[ObjectIdentifier(group)] else { return }
    for connection in members.connections {
      guard let stream = connection.stream else { continue }
      wake(connection, stream)
    }
  }
}

extension EventLoop {
  /// How long a client that closed its sending half may still read, in nanoseconds.
  ///
  /// `printf … | nc -N` and socat do that and want the answer; a closed tab sends the same FIN, and answers the next bytes with a
  /// reset. Silence does not tell them apart.
  static let patience: UInt64 = 2_000_000_000

  /// The FIN of a client came whose answer is still being made: it may read, and if it does not, nothing tells.
  func awaitNoLonger(_ connection: Connection) {
    deadlines.set(connection.slot, to: Monotonic.now.later(by: Self.patience))
  }

  /// The FIN of a stream's client came: it is counted as gone from now on, and sent what comes until a write fails.
  func clientClosed(_ connection: Connection, _ stream: Stream) {
    guard !stream.isLeft, stream.state != .over else { return }
    stream.isLeft = true
    let now = Monotonic.now
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
