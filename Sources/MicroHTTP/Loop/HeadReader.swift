import Platform

/// Looks at the first head of a connection as it comes in, and leaves it in the socket for libmicrohttpd. See docs/decisions/0002.
final class HeadReader {
  enum Outcome {
    case incomplete
    case gone
    case refused(Problem)
    /// Valid until the next read.
    case complete(RequestHead)
  }

  /// The bytes of a head that are looked at first: most heads are short, and the kernel would copy the body after them, too.
  private static let usualHead = 1_024

  private let limits: ServerLimits
  private let scanner: HeadScanner
  private let requestGuard: RequestGuard
  private let buffer: UnsafeMutableRawBufferPointer

  init(limits: ServerLimits, hosts: HostPolicy) {
    self.limits = limits
    scanner = HeadScanner(headLimit: limits.headBytes, targetLimit: limits.targetBytes)
    requestGuard = RequestGuard(hosts: hosts)
    buffer = .allocate(byteCount: max(limits.headBytes, 1_024) + 65_536, alignment: 16)
  }

  deinit { buffer.deallocate() }

  func read(_ connection: Connection) -> Outcome {
    read(connection, atMost: connection.scanned < Self.usualHead ? Self.usualHead : buffer.count)
  }

  private func read(_ connection: Connection, atMost size: Int) -> Outcome {
    let count = recv(connection.descriptor, buffer.baseAddress, size, Int32(MSG_PEEK | MSG_DONTWAIT))
    guard count > 0 else { return count == 0 || (errno != EAGAIN && errno != EINTR) ? .gone : .incomplete }
    let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    switch scanner.scan(bytes, scanned: connection.scanned) {
    case .incomplete(let scanned):
      connection.scanned = max(scanned, 1)
      if count == size, size < buffer.count { return read(connection, atMost: buffer.count) }
      return connection.peerClosed ? .gone : .incomplete
    case .refused(let problem): return .refused(problem)
    case .complete(let head): return .complete(head)
    }
  }

  /// Returns why a head is refused, whether it was parsed here or by libmicrohttpd; nil if it is accepted.
  func problem(of head: RequestHead, on connection: Connection) -> Problem? {
    guard head.target.count <= limits.targetBytes else { return scanner.targetTooLong }
    return requestGuard.problem(of: head) { SocketAddress(boundTo: connection.descriptor)?.host }
  }

  /// Reads and drops bytes of a refused client.
  ///
  /// - Returns: the number of bytes; 0 or a negative number, with errno, as `recv` does.
  func discard(from connection: Connection, atMost count: Int) -> Int {
    recv(connection.descriptor, buffer.baseAddress, min(buffer.count, max(count, 1)), Int32(MSG_DONTWAIT))
  }
}
