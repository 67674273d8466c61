import CMicrohttpd
import Platform

extension EventLoop {
  /// Connections accepted in one pass of the loop: each brings a request whose answer takes its time.
  static let acceptLimit = 8

  func accept(from listener: Int32) {
    for _ in 0..<Self.acceptLimit {
      guard !waitsForRoom() else { return }
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
    connection.startedAt = Monotonic.now
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
      poller.watch(
        listener.number, for: .accepting(isShared: peers.count > 1),
        token: Token.firstListener + UInt64(index))
    }
  }

  func refillReserve() {
    let descriptor = Platform.open("/dev/null", O_RDONLY | O_CLOEXEC)
    reserve = descriptor < 0 ? nil : OwnedDescriptor(descriptor)
  }

  /// Whether a connection is left waiting for a moment, because all that there may be are busy: most are for milliseconds only. Where it lasts half a
  /// second, those who wait are answered that there is no room.
  private func waitsForRoom() -> Bool {
    guard counters.openConnections.load(ordering: .relaxed) >= limits.connections, !canCloseOneAtRest else {
      fullSince = nil
      return false
    }
    let now = Monotonic.now
    let since = fullSince ?? now
    fullSince = since
    guard now < since.later(by: 500_000_000) else { return false }
    pauseAccepting(for: 10_000_000)
    return true
  }

  private func pauseAccepting(for time: UInt64) {
    for listener in listeners { poller.forget(listener.number) }
    acceptsAgainAt = Monotonic.now.later(by: time)
  }

  /// No descriptor is left: one is given up, so that the waiting connection can at least be closed. Where there is none to give up, connections
  /// wait for a moment: a listening socket that is ready and not accepted from would keep the loop busy.
  private func turnAway(_ listener: Int32) {
    if reserve == nil { refillReserve() }
    guard reserve != nil else {
      return pauseAccepting(for: 50_000_000)
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
    connection.startedAt = Monotonic.now
    refuse(
      connection,
      Problem(
        status: 503,
        detail:
          "The server's limit of \(limits.connections) open connections is reached. Try again in a few seconds.",
        headerFields: [.retryAfter: "5"]), .connectionLimit)
  }

  private var canCloseOneAtRest: Bool { connections.contains { $0.map { restRank($0) != nil } ?? false } }

  /// Closes a connection whose client has left or was refused, or else one that rests between requests, or else one that has sent nothing for a
  /// second; of several the oldest.
  private func closeOneAtRest() -> Bool {
    var found: (connection: Connection, rank: Int)?
    for case let connection? in connections {
      guard let rank = restRank(connection) else { continue }
      if let best = found, (best.rank, best.connection.startedAt) <= (rank, connection.startedAt) { continue }
      found = (connection, rank)
    }
    guard let connection = found?.connection else { return false }
    if connection.phase == .idle { cut(connection) } else { release(connection) }
    return true
  }

  /// How little a connection is missed; nil if it is in use.
  private func restRank(_ connection: Connection) -> Int? {
    switch connection.phase {
    case .lingering: 0
    case .gate where connection.peerClosed: 0
    // Not one whose first head was only just handed over.
    case .idle where connection.scanned < 0: connection.peerClosed ? 0 : 1
    case .gate
    where connection.scanned == 0 && connection.startedAt.later(by: 1_000_000_000) < Monotonic.now: 2
    default: nil
    }
  }

  /// Looks at the first head as it comes in, and leaves it in the socket for libmicrohttpd.
  ///
  /// Most heads are short, and the kernel would copy the body behind them, too.
  func readHead(_ connection: Connection) {
    readHead(connection, peeking: connection.scanned < Self.usualHead ? Self.usualHead : peekBuffer.count)
  }

  /// Bytes of a head that are looked at first.
  private static let usualHead = 1_024

  private func readHead(_ connection: Connection, peeking size: Int) {
    let count = recv(
      connection.descriptor, peekBuffer.baseAddress, size, Int32(MSG_PEEK | MSG_DONTWAIT))
    guard count > 0 else {
      if count == 0 || (errno != EAGAIN && errno != EINTR) { release(connection) }
      return
    }
    let bytes = UnsafeRawBufferPointer(rebasing: peekBuffer[..<count])
    switch scanner.scan(bytes, scanned: connection.scanned) {
    case .incomplete(let scanned):
      connection.scanned = max(scanned, 1)
      if count == size, size < peekBuffer.count { return readHead(connection, peeking: peekBuffer.count) }
      if connection.peerClosed { release(connection) }
    case .refused(let problem): refuse(connection, problem, .request)
    case .complete(let head):
      connection.startedAt = Monotonic.now
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
    connection.state.become(.idle)
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
