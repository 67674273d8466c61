import CMicrohttpd
import Glibc

extension EventLoop {
  func accept(from listener: Int32) {
    for _ in 0..<64 {
      guard let (descriptor, address) = SocketAddress.accept(listener) else {
        let code = errno
        if code == EMFILE || code == ENFILE {
          turnAway(listener)
        } else if code == ECONNABORTED || code == EINTR {
          continue
        }
        return
      }
      let open = counters.openConnections.wrappingAdd(1, ordering: .relaxed).newValue
      counters.connections.wrappingAdd(1, ordering: .relaxed)
      if open > limits.connections {
        makeRoom(
          for: OwnedDescriptor(descriptor), remoteAddress: address.host, isLoopback: address.isLoopback,
          asked: 0)
      } else if let peer = lessBusyPeer() {
        let owned = OwnedDescriptor(descriptor)
        let message = Mailbox.Message.adopt(
          owned, remoteAddress: address.host, isLoopback: address.isLoopback)
        if peer.mailbox.post(message) != nil { abandon(owned.take()) }
      } else {
        begin(descriptor, remoteAddress: address.host, isLoopback: address.isLoopback)
      }
    }
  }

  /// A loop that has so much fewer connections that the next one is handed to it: connections that come one by one would
  /// all wake the same loop, and streams stay where they began.
  private func lessBusyPeer() -> LoopPeer? {
    guard peers.count > 1, let least = peers.min(by: { Self.load($0) < Self.load($1) }) else { return nil }
    return Self.load(least) + 4 < Self.load(peers[index]) ? least : nil
  }

  private static func load(_ peer: LoopPeer) -> Int { peer.connections.load(ordering: .relaxed) }

  /// Serves an accepted connection.
  func begin(_ descriptor: Int32, remoteAddress: String, isLoopback: Bool) {
    guard shutdownDeadline == nil else { return abandon(descriptor) }
    let connection = insert(descriptor: descriptor, remoteAddress: remoteAddress, isLoopback: isLoopback)
    expect(connection, for: limits.headDeadline)
    connection.startedAt = monotonicNow()
    readHead(connection)
  }

  /// Closes an accepted connection that no loop serves.
  func abandon(_ descriptor: Int32) {
    close(descriptor)
    counters.openConnections.wrappingSubtract(1, ordering: .relaxed)
  }

  /// Waits for connections.
  func awaitConnections() {
    acceptsAgainAt = nil
    for (index, listener) in listeners.enumerated() {
      // One connection wakes one loop.
      epoll.add(
        listener.number, events: EPOLLIN, peers.count > 1 ? EPOLLEXCLUSIVE : EPOLLIN,
        token: Token.firstListener + UInt64(index))
    }
  }

  func refillReserve() {
    let descriptor = Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
    reserve = descriptor < 0 ? nil : OwnedDescriptor(descriptor)
  }

  /// No descriptor is left: one is given up, so that the waiting connection can at least be closed. Where there is none to give up, connections
  /// wait for a moment: a listening socket that is ready and not accepted from would keep the loop busy.
  private func turnAway(_ listener: Int32) {
    if reserve == nil { refillReserve() }
    guard reserve != nil else {
      for listener in listeners { epoll.remove(listener.number) }
      acceptsAgainAt = monotonicNow().later(by: 50_000_000)
      return
    }
    reserve = nil
    if let (descriptor, _) = SocketAddress.accept(listener) {
      counters.countRefusal(.descriptors, 0)
      close(descriptor)
    }
    refillReserve()
  }

  /// Serves a connection beyond the limit if another one can be closed for it, here or on another loop, or refuses it.
  ///
  /// - Parameter asked: how many loops had none to close.
  func makeRoom(for descriptor: OwnedDescriptor, remoteAddress: String, isLoopback: Bool, asked: Int) {
    if closeOneAtRest() {
      return begin(descriptor.take(), remoteAddress: remoteAddress, isLoopback: isLoopback)
    }
    if asked + 1 < peers.count {
      let message = Mailbox.Message.makeRoom(
        descriptor, remoteAddress: remoteAddress, isLoopback: isLoopback, asked: asked + 1)
      if peers[(index + 1) % peers.count].mailbox.post(message) == nil { return }
    }
    let connection = insert(
      descriptor: descriptor.take(), remoteAddress: remoteAddress, isLoopback: isLoopback)
    connection.startedAt = monotonicNow()
    refuse(
      connection,
      Problem(
        status: 503,
        detail:
          "The server's limit of \(limits.connections) open connections is reached. Try again in a few seconds.",
        headerFields: [.retryAfter: "5"]), .connectionLimit)
  }

  /// Closes a connection that rests between requests, or else one that has sent nothing for a second.
  private func closeOneAtRest() -> Bool {
    let now = monotonicNow()
    var idle: Connection?
    var silent: Connection?
    for case let connection? in connections {
      switch connection.phase {
      // Not one whose first head was only just handed over.
      case .idle where connection.scanned < 0:
        if idle.map({ connection.startedAt < $0.startedAt }) ?? true { idle = connection }
      case .gate where connection.scanned == 0 && connection.startedAt.later(by: 1_000_000_000) < now:
        if silent.map({ connection.startedAt < $0.startedAt }) ?? true { silent = connection }
      default: break
      }
    }
    if let idle {
      cut(idle)
    } else if let silent {
      release(silent)
    }
    return idle != nil || silent != nil
  }

  /// Looks at the first head as it comes in, and leaves it in the socket for libmicrohttpd.
  func readHead(_ connection: Connection) {
    let count = recv(
      connection.descriptor, peekBuffer.baseAddress, peekBuffer.count, Int32(MSG_PEEK | MSG_DONTWAIT))
    guard count > 0 else {
      if count == 0 || (errno != EAGAIN && errno != EINTR) { release(connection) }
      return
    }
    let bytes = UnsafeRawBufferPointer(rebasing: peekBuffer[..<count])
    switch scanner.scan(bytes, scanned: connection.scanned) {
    case .incomplete(let scanned):
      connection.scanned = max(scanned, 1)
      if connection.peerClosed { release(connection) }
    case .refused(let problem): refuse(connection, problem, .request)
    case .complete(let head):
      connection.startedAt = monotonicNow()
      if let problem = requestGuard.problem(of: head, localAddress: localAddress(of: connection)) {
        connection.target = Array(head.target)
        refuse(connection, problem, .request)
      } else {
        enter(connection, daemons[ConnectionMemory.isSmall(head, limits: limits) ? 0 : 1])
      }
    }
  }

  func localAddress(of connection: Connection) -> () -> String? {
    let descriptor = connection.descriptor
    return { SocketAddress(boundTo: descriptor)?.host }
  }

  /// Hands a connection to libmicrohttpd.
  private func enter(_ connection: Connection, _ daemon: HTTPDaemon) {
    connection.phase = .idle
    entering = connection
    defer { entering = nil }
    guard daemon.add(connection.descriptor) else {
      // It has closed the descriptor.
      if connections[connection.slot] === connection {
        forget(connection)
        counters.openConnections.wrappingSubtract(1, ordering: .relaxed)
      }
      return
    }
    needsRun = true
  }

  func connectionEntered(_ handle: OpaquePointer?) -> Connection? {
    entering?.handle = handle
    return entering
  }

  /// libmicrohttpd is about to close the descriptor.
  func connectionLeft(_ connection: Connection) {
    connection.handle = nil
    forget(connection)
    counters.openConnections.wrappingSubtract(1, ordering: .relaxed)
  }
}
