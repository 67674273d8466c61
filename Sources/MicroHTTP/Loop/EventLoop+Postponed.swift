import CMicrohttpd

/// Requests with large bodies: whoever answers them may read all of it, and libmicrohttpd may have many of them at once. So each is answered when
/// it has a turn, as streams have theirs.
extension EventLoop {
  /// Bytes of a body that is read at once.
  static let largeBody = 4_096

  func postpone(_ connection: Connection, handle: OpaquePointer) -> MHD_Result {
    deadlines.set(connection.slot, to: nil)
    suspend(connection, handle: handle)
    connection.isPostponed = true
    runQueue.append(connection, isLeftOver: true)
    return .YES
  }

  /// The connection has its turn.
  func answerPostponed(_ connection: Connection) {
    connection.isPostponed = false
    guard connection.phase == .awaiting, connection.resolution == nil, let request = connection.request else {
      return
    }
    switch handler.answer(request) {
    case .result(let result): resolve(connection, .result(result))
    case .later(let compute): answerLater(connection, compute)
    case .stream(let make):
      if let problem = counters.takeStreamPlace(connection, limits: limits) {
        return resolve(connection, .result(refusal(problem, of: connection)))
      }
      let stream = makeStream(connection, make)
      if shutdownDeadline != nil { return drain(connection, stream) }
      if connection.peerClosed { clientClosed(connection, stream) }
      // What it computes before the head has a turn of its own.
      enqueue(connection, stream)
    }
  }
}
