import CMicrohttpd
import Platform

/// The path of a connection from its accept to libmicrohttpd, and to its close.
extension EventLoop {
  /// The maximum number of connections accepted from a socket in one pass, because each brings a request that takes time to answer.
  static let acceptLimit = 8
  /// The bytes that a refused client may still send, unless its own limit is known.
  private static let lingerBytes = 1 << 20
  private static let lingerTime: UInt64 = 2_000_000_000

  // MARK: Accepting

  func accept(listener token: UInt64) {
    for _ in 0..<Self.acceptLimit {
      let isFull =
        server.counters.openConnections.load(ordering: .relaxed) >= server.limits.connections
        && !connections.hasOneAtRest
      guard !listeners.waitForRoom(isFull: isFull, on: poller) else { return }
      switch listeners.accept(token: token, counters: server.counters, poller: poller) {
      case .none: return
      case .interrupted: continue
      case .connection(let accepted):
        let open = server.counters.openConnections.wrappingAdd(1, ordering: .relaxed).newValue
        server.counters.connections.wrappingAdd(1, ordering: .relaxed)
        if open > server.limits.connections {
          makeRoom(for: accepted, asked: 0)
        } else if let peer = lessBusyPeer() {
          if peer.mailbox.post(.adopt(accepted)) != nil { abandon(accepted) }
        } else {
          begin(accepted)
        }
      }
    }
  }

  /// A loop that has at least five connections fewer than this one, and therefore gets the next. Without this, connections that come one
  /// by one would all wake the same loop, and streams stay on the loop where they began.
  private func lessBusyPeer() -> LoopPeer? {
    func load(_ peer: LoopPeer) -> Int { peer.connections.load(ordering: .relaxed) }
    guard let least = server.peers.min(by: { load($0) < load($1) }) else { return nil }
    return load(least) + 4 < load(server.peers[index]) ? least : nil
  }

  func begin(_ accepted: AcceptedConnection) {
    guard shutdownDeadline == nil else { return abandon(accepted) }
    let connection = insert(accepted)
    expect(connection, within: server.limits.headDeadline)
    readHead(connection)
  }

  /// Closes an accepted connection that no loop serves.
  func abandon(_ accepted: AcceptedConnection) {
    close(accepted.descriptor.take())
    server.counters.openConnections.wrappingSubtract(1, ordering: .relaxed)
  }

  /// Serves a connection beyond the limit if this loop or another one can close a connection for it, or refuses it.
  ///
  /// - Parameter asked: the number of loops that had no connection to close.
  func makeRoom(for accepted: AcceptedConnection, asked: Int) {
    if let connection = connections.mostAtRest {
      if connection.phase == .idle { cut(connection) } else { release(connection) }
      return begin(accepted)
    }
    let peers = server.peers
    if asked + 1 < peers.count {
      let next = peers[(index + 1) % peers.count].mailbox
      if next.post(.makeRoom(accepted, asked: asked + 1)) == nil { return }
    }
    refuse(
      insert(accepted),
      Problem(
        status: 503,
        detail:
          "The server's limit of \(server.limits.connections) open connections is reached. Try again in a few seconds.",
        headerFields: [.retryAfter: "5"]), .connectionLimit)
  }

  private func insert(_ accepted: AcceptedConnection) -> Connection {
    let connection = connections.insert(accepted, loop: self)
    connection.startedAt = Monotonic.now
    watch(connection)
    return connection
  }

  // MARK: The first head

  func readHead(_ connection: Connection) {
    switch headReader.read(connection) {
    case .incomplete: break
    case .gone: release(connection)
    case .refused(let problem): refuse(connection, problem, .request)
    case .complete(let head):
      connection.startedAt = Monotonic.now
      if let problem = headReader.problem(of: head, on: connection) {
        connection.target = Array(head.target)
        refuse(connection, problem, .request)
      } else {
        enter(connection, hasShortHead: ConnectionMemory.isSmall(head, limits: server.limits))
      }
    }
  }

  /// Hands a connection to libmicrohttpd.
  private func enter(_ connection: Connection, hasShortHead: Bool) {
    connection.state.become(.idle)
    guard !daemons.add(connection, hasShortHead: hasShortHead) else { return }
    // The library has closed the descriptor.
    if connections[connection.slot] === connection { left(connection) }
  }

  /// libmicrohttpd is about to close the descriptor.
  func left(_ connection: Connection) {
    connection.handle = nil
    forget(connection)
    server.counters.openConnections.wrappingSubtract(1, ordering: .relaxed)
  }

  // MARK: Refusing

  /// Answers a connection that libmicrohttpd does not know, and closes it once the client has read the answer.
  func refuse(_ connection: Connection, _ problem: Problem, _ reason: ServerStatistics.RefusalReason) {
    server.counters.countRefusal(reason, problem.status)
    sendWhole(connection, problem.result)
    connection.status = problem.status
    let now = Monotonic.now
    throttle.log(.request(connection.record(now: now)), now: now)
    guard lingering < server.limits.lingeringConnections else { return release(connection) }
    linger(connection, bytes: Self.lingerBytes)
  }

  /// Answers in libmicrohttpd's place; the caller makes the library close the connection.
  ///
  /// - Parameter limit: bytes of the body that may still come.
  func refuseInside(
    _ connection: Connection, _ result: HTTPResult, _ reason: ServerStatistics.RefusalReason,
    readingOn limit: Int = EventLoop.lingerBytes
  ) {
    server.counters.countRefusal(reason, result.status)
    connection.status = result.status
    connection.bodyBytes = result.bodyLength
    sendWhole(connection, result)
    connection.state.become(.closing)
    guard lingering < server.limits.lingeringConnections else { return }
    let copy = fcntl(connection.descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { return }
    server.counters.openConnections.wrappingAdd(1, ordering: .relaxed)
    let accepted = AcceptedConnection(
      descriptor: OwnedDescriptor(copy), remoteAddress: connection.remoteAddress,
      isLoopback: connection.isLoopback)
    linger(insert(accepted), bytes: limit)
  }

  /// Sends a whole response past libmicrohttpd, which has sent nothing on that connection for the request.
  func sendWhole(_ connection: Connection, _ result: HTTPResult) {
    let bytes = WholeResponse.bytes(
      result, date: dateField.value(at: WallClock.now), isHead: connection.request?.method == .head)
    _ = bytes.withUnsafeBytes { Socket.send($0, atMost: $0.count, on: connection.descriptor) }
  }

  /// Closing a socket with unread bytes resets it, and the answer would be lost: what a refused client still sends is read and dropped
  /// until it has read the answer, for a limited time and up to a number of bytes.
  private func linger(_ connection: Connection, bytes: Int) {
    connection.state.become(.lingering)
    lingering += 1
    connection.lingerBytes = bytes
    connection.lingerEnd = Monotonic.now.later(by: Self.lingerTime)
    shutdown(connection.descriptor, Int32(SHUT_WR))
    keepLingering(connection)
  }

  /// Drops one buffer of received bytes; if there are more, other connections are served first.
  func keepLingering(_ connection: Connection) {
    let now = Monotonic.now
    guard now < connection.lingerEnd else { return release(connection) }
    let count = headReader.discard(from: connection, atMost: connection.lingerBytes)
    if count > 0, count <= connection.lingerBytes {
      connection.lingerBytes -= count
      deadlines.set(connection.slot, to: min(now.later(by: 1_000_000), connection.lingerEnd))
    } else if count < 0, errno == EAGAIN || errno == EINTR {
      deadlines.set(connection.slot, to: connection.lingerEnd)
    } else {
      release(connection)
    }
  }

  // MARK: Deadlines and closing

  /// Sets the deadline for what a client has to send; a client that has closed its side sends nothing more, and gets a tenth of a second.
  ///
  /// libmicrohttpd, woken once for bytes and the FIN after them, may read only the bytes, and is not woken again.
  func expect(_ connection: Connection, within limit: Duration) {
    let time = connection.peerClosed ? 100_000_000 : limit.nanoseconds
    deadlines.set(connection.slot, to: Monotonic.now.later(by: time))
  }

  /// Ends a connection that libmicrohttpd reads or writes: the library finds the socket closed.
  func cut(_ connection: Connection) {
    connection.state.become(.closing)
    shutdown(connection.descriptor, Int32(SHUT_RDWR))
    daemons.hasWork = true
  }

  /// Closes a connection that libmicrohttpd does not know.
  func release(_ connection: Connection) {
    if connection.phase == .lingering { lingering -= 1 }
    forget(connection)
    close(connection.descriptor)
    server.counters.openConnections.wrappingSubtract(1, ordering: .relaxed)
  }

  /// Frees the slot; the owner of the descriptor closes it.
  private func forget(_ connection: Connection) {
    deadlines.set(connection.slot, to: nil)
    connection.abandonWork()
    connections.remove(connection)
  }
}
