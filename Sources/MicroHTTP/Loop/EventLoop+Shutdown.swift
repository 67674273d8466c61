import Glibc

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
    connections.count == freeSlots.count || monotonicNow() >= deadline
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
    let isSuspended = connections.contains { $0?.isSuspended == true }
    // Our own bug, but a leak at exit is better than an abort.
    if isSuspended {
      logger.error("A connection is still suspended: libmicrohttpd is left running.")
    } else {
      for daemon in daemons { daemon.stop() }
    }
    daemons = []
  }
}
