import CPlatform

extension SocketAddress {
  /// A TCP socket for addresses of this family, non-blocking and close-on-exec; negative, with the reason in errno, on failure.
  package func makeSocket() -> Int32 {
    socket(family, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
  }

  /// Accepts a connection, non-blocking and close-on-exec; nil, with the reason in errno, if there is none.
  package static func accept(_ listener: Int32) -> (descriptor: Int32, address: SocketAddress)? {
    var descriptor: Int32 = -1
    let address = SocketAddress { address, length in
      descriptor = accept4(listener, address, length, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
      return descriptor
    }
    return address.map { (descriptor, $0) }
  }
}

/// System calls on the socket of a connection. None of them blocks.
package enum Socket {
  /// Sends bytes, and returns how many were sent, or the negative errno.
  package static func send(_ bytes: UnsafeRawBufferPointer, atMost most: Int, on descriptor: Int32) -> Int {
    let sent = Platform.send(
      descriptor, bytes.baseAddress, min(bytes.count, most), Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    return sent < 0 ? -Int(errno) : sent
  }

  /// Sends bytes as one chunk (RFC 9112, 7.1) in one system call; of a long chunk, only the framing before the bytes, and the first bytes.
  ///
  /// - Parameters:
  ///   - more: whether to wait for the next data to share the segment.
  ///   - framing: gets the framing before the bytes, of up to 18 bytes, to resume a partial send; `framed` gets its length.
  /// - Returns: the bytes sent with framing, or the negative errno.
  package static func sendChunk(
    _ bytes: UnsafeRawBufferPointer, atMost most: Int, more: Bool, framing: UnsafeMutablePointer<CChar>,
    framed: inout Int, on descriptor: Int32
  ) -> Int {
    cplatform_send_chunk(descriptor, bytes.baseAddress, bytes.count, most, more, framing, &framed)
  }

  /// The number of bytes sent that the peer has not acknowledged.
  package static func unacknowledged(_ descriptor: Int32) -> Int32 {
    var count: Int32 = 0
    return ioctl(descriptor, UInt(TIOCOUTQ), &count) < 0 ? 0 : count
  }

  /// Whether the peer has closed or reset the connection; epoll may not have reported it yet.
  package static func peerLeft(_ descriptor: Int32) -> Bool {
    // POLLRDHUP, which needs _GNU_SOURCE, has the same value.
    let left = Int16(EPOLLRDHUP.rawValue)
    var entry = pollfd(fd: descriptor, events: left, revents: 0)
    return poll(&entry, 1, 0) > 0 && entry.revents & (left | Int16(POLLHUP) | Int16(POLLERR)) != 0
  }

  /// Resets the connection: the peer sees ECONNRESET. The descriptor stays open.
  package static func reset(_ descriptor: Int32) {
    var unspecified = sockaddr()
    unspecified.sa_family = sa_family_t(AF_UNSPEC)
    connect(descriptor, &unspecified, socklen_t(MemoryLayout<sockaddr>.size))
  }
}
