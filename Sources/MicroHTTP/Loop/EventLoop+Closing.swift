import CMicrohttpd
import CPlatform
import Platform

/// Closing a socket with unread bytes resets it, and the answer would be lost: so what a refused client still sends is thrown away until it has read the
/// answer, for a while and up to a number of bytes.
extension EventLoop {
  /// What a refused client may still send, unless its own limit is known.
  private static let lingerBytes = 1 << 20
  private static let lingerTime: UInt64 = 2_000_000_000

  /// Answers a connection that libmicrohttpd does not know, and closes it once the client has read the answer.
  func refuse(_ connection: Connection, _ problem: Problem, _ reason: ServerStatistics.RefusalReason) {
    counters.countRefusal(reason, problem.status)
    sendWhole(connection, problem.result)
    connection.status = problem.status
    let now = Monotonic.now
    throttle.log(.request(connection.record(now: now)), now: now)
    guard lingering < limits.lingeringConnections else { return release(connection) }
    linger(connection, bytes: Self.lingerBytes)
  }

  /// Answers in libmicrohttpd's stead; the caller makes it close the connection.
  ///
  /// - Parameter limit: bytes of the body that may still come.
  func refuseInside(
    _ connection: Connection, _ result: HTTPResult, _ reason: ServerStatistics.RefusalReason,
    readingOn limit: Int = EventLoop.lingerBytes
  ) {
    counters.countRefusal(reason, result.status)
    connection.status = result.status
    connection.bodyBytes = result.bodyLength
    sendWhole(connection, result)
    connection.state.become(.closing)
    guard lingering < limits.lingeringConnections else { return }
    let copy = fcntl(connection.descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { return }
    counters.openConnections.wrappingAdd(1, ordering: .relaxed)
    linger(
      insert(descriptor: copy, remoteAddress: connection.remoteAddress, isLoopback: connection.isLoopback),
      bytes: limit)
  }

  /// Sends a whole response past libmicrohttpd, which has sent nothing on that connection for the request.
  func sendWhole(_ connection: Connection, _ result: HTTPResult) {
    let bytes = WholeResponse.bytes(
      result, date: dateField.value(at: WallClock.now), isHead: connection.request?.method == .head)
    _ = bytes.withUnsafeBytes { cplatform_send(connection.descriptor, $0.baseAddress, $0.count) }
  }

  private func linger(_ connection: Connection, bytes: Int) {
    connection.state.become(.lingering)
    lingering += 1
    connection.lingerBytes = bytes
    connection.lingerEnd = Monotonic.now.later(by: Self.lingerTime)
    shutdown(connection.descriptor, Int32(SHUT_WR))
    lingerOn(connection)
  }

  /// Throws one buffer away; if there is more, others are served before the next.
  func lingerOn(_ connection: Connection) {
    let now = Monotonic.now
    guard now < connection.lingerEnd else { return release(connection) }
    let count = recv(
      connection.descriptor, peekBuffer.baseAddress, min(peekBuffer.count, max(connection.lingerBytes, 1)),
      Int32(MSG_DONTWAIT))
    if count > 0, count <= connection.lingerBytes {
      connection.lingerBytes -= count
      deadlines.set(connection.slot, to: min(now.later(by: 1_000_000), connection.lingerEnd))
    } else if count < 0, errno == EAGAIN || errno == EINTR {
      deadlines.set(connection.slot, to: connection.lingerEnd)
    } else {
      release(connection)
    }
  }
}

extension EventLoop {
  /// Accepts nothing more; streams get their last words, connections at rest are closed, and the others end with their response.
  func beginShutdown(deadline: UInt64) {
    guard shutdownDeadline == nil else {
      shutdownDeadline = min(shutdownDeadline ?? .max, deadline)
      return
    }
    shutdownDeadline = deadline
    tasks = LoopTasks()
    listeners = []
    acceptsAgainAt = nil
    for case let connection? in connections {
      switch connection.phase {
      case .gate: release(connection)
      case .idle: cut(connection)
      case .streaming, .awaiting:
        if let stream = connection.stream { drain(connection, stream) }
      case .head, .body, .responding, .closing, .lingering: break
      }
    }
  }

  /// - Returns: whether nothing is left to wait for.
  func shutdownIsDone(_ deadline: UInt64) -> Bool {
    connections.count == freeSlots.count || Monotonic.now >= deadline
  }

  /// Stops libmicrohttpd. It would abort the process if a connection were suspended, so all are resumed and ended first.
  func stopDaemon() {
    for case let connection? in connections {
      switch connection.phase {
      case .gate, .lingering: release(connection)
      case .streaming, .awaiting:
        if let stream = connection.stream {
          // A reset would be put off; the connection is closed in any case.
          finish(connection, stream, by: .shutdown, ending: .truncate)
          resume(connection)
        } else {
          resolve(connection, .abort)
        }
        shutdown(connection.descriptor, Int32(SHUT_RDWR))
      case .idle, .head, .body, .responding, .closing: cut(connection)
      }
    }
    for message in mailbox.close() {
      switch message {
      case .adopt(let descriptor, _, _), .makeRoom(let descriptor, _, _, _): abandon(descriptor.take())
      case .resolved, .wake, .end, .wakeAll, .start, .wakeTask, .shutdown: break
      }
    }
    for _ in 0..<1_000 {
      let isBusy = daemons.reduce(false) { $1.run() || $0 }
      if connections.count == freeSlots.count, !isBusy { break }
    }
    let isSuspended = connections.contains { $0?.state.isSuspended == true }
    // Our own bug, but a leak at exit is better than an abort.
    if isSuspended {
      logger.error("A connection is still suspended: libmicrohttpd is left running.")
    } else {
      for daemon in daemons { daemon.stop() }
    }
    daemons = []
  }
}
