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
        let connection = insert(
          descriptor: descriptor, remoteAddress: address.host, isLoopback: address.isLoopback)
        connection.startedAt = monotonicNow()
        refuse(
          connection,
          Problem(
            status: 503,
            detail:
              "The server's limit of \(limits.connections) open connections is reached. Try again in a few seconds.",
            headerFields: [.retryAfter: "5"]), .connectionLimit)
      } else if let peer = lessBusyPeer() {
        let message = Mailbox.Message.adopt(
          descriptor: descriptor, remoteAddress: address.host, isLoopback: address.isLoopback)
        if peer.mailbox.post(message) != nil { abandon(descriptor) }
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

  /// No descriptor is left: one is given up, so that the waiting connection can at least be closed.
  private func turnAway(_ listener: Int32) {
    guard reserve >= 0 else { return }
    close(reserve)
    if let (descriptor, _) = SocketAddress.accept(listener) {
      counters.countRefusal(.descriptors, 0)
      close(descriptor)
    }
    reserve = Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
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

  // MARK: Refusing

  /// Answers a connection that libmicrohttpd does not know, and closes it once the client has read the answer.
  func refuse(_ connection: Connection, _ problem: Problem, _ reason: ServerStatistics.RefusalReason) {
    counters.countRefusal(reason, problem.status)
    sendWhole(connection, problem.result)
    connection.status = problem.status
    let now = monotonicNow()
    throttle.log(.request(connection.record(now: now)), now: now)
    linger(connection)
  }

  /// Answers in libmicrohttpd's stead; the caller makes it close the connection.
  func refuseInside(
    _ connection: Connection, _ result: HTTPResult, _ reason: ServerStatistics.RefusalReason
  ) {
    counters.countRefusal(reason, result.status)
    connection.status = result.status
    connection.bodyBytes = result.bodyLength
    sendWhole(connection, result)
    connection.phase = .closing
    guard extraDescriptors < 64 else { return }
    let copy = fcntl(connection.descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { return }
    extraDescriptors += 1
    counters.openConnections.wrappingAdd(1, ordering: .relaxed)
    let lingering = insert(
      descriptor: copy, remoteAddress: connection.remoteAddress, isLoopback: connection.isLoopback)
    lingering.isCopy = true
    linger(lingering)
  }

  /// Sends a whole response past libmicrohttpd, which has sent nothing on that connection for the request.
  func sendWhole(_ connection: Connection, _ result: HTTPResult) {
    let bytes = WholeResponse.bytes(result, isHead: connection.request?.method == .head)
    _ = bytes.withUnsafeBytes { cmicrohttpd_send(connection.descriptor, $0.baseAddress, $0.count) }
  }

  private func linger(_ connection: Connection) {
    connection.phase = .lingering
    shutdown(connection.descriptor, Int32(SHUT_WR))
    deadlines.set(connection.slot, to: monotonicNow().later(by: 2_000_000_000))
    lingerOn(connection)
  }

  func lingerOn(_ connection: Connection) {
    while true {
      let count = recv(connection.descriptor, peekBuffer.baseAddress, peekBuffer.count, Int32(MSG_DONTWAIT))
      if count > 0 {
        connection.scanned += count
        // A client that never stops sending is not waited for.
        if connection.scanned < 64 << 20 { continue }
      } else if count < 0, errno == EAGAIN || errno == EINTR {
        return
      }
      if connection.isCopy { extraDescriptors -= 1 }
      release(connection)
      return
    }
  }
}
