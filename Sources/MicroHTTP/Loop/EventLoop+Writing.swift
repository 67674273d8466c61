import CPlatform
import Platform

/// What streams write into their sockets.
extension EventLoop {
  /// Bytes that one system call is given at most: the kernel copies a mebibyte for several milliseconds.
  static let writeLimit = 131_072

  /// Sends bytes as one write, or the first part of a long one; what is left, or what the socket does not take, is kept, and the producer is not asked
  /// until it is gone.
  ///
  /// - Returns: whether all of it was taken.
  func send(_ bytes: [UInt8], _ connection: Connection, _ stream: Stream, now: UInt64) -> Bool {
    guard !bytes.isEmpty else { return true }
    var framing = 0
    // The last chunk, which libmicrohttpd sends, leaves with these bytes.
    let isLast = if case .end(.complete, _) = stream.step { true } else { false }
    let most = min(bytes.count, Self.writeLimit)
    let sent = bytes.withUnsafeBytes { buffer in
      stream.isChunked
        ? cplatform_send_chunk(
          connection.descriptor, buffer.baseAddress, buffer.count, most, isLast, chunkFraming, &framing)
        : cplatform_send(connection.descriptor, buffer.baseAddress, most)
    }
    let whole = stream.isChunked ? framing + bytes.count + 2 : bytes.count
    if sent == whole {
      count(bytes.count, stream)
      return true
    }
    guard sent >= 0 || sent == -Int(EAGAIN) || sent == -Int(EINTR) else {
      finish(connection, stream, by: .client, ending: .truncate)
      return false
    }
    let taken = max(sent, 0)
    var rest: [UInt8] = []
    rest.reserveCapacity(whole - taken)
    for index in min(taken, framing)..<framing { rest.append(UInt8(bitPattern: chunkFraming[index])) }
    let bodyTaken = min(max(taken - framing, 0), bytes.count)
    rest.append(contentsOf: bytes[bodyTaken...])
    if stream.isChunked {
      rest.append(contentsOf: [0x0D, 0x0A].dropFirst(max(taken - framing - bytes.count, 0)))
    }
    count(bodyTaken, stream)
    stream.outbox = rest
    stream.outboxStart = 0
    stream.outboxBody = bytes.count - bodyTaken
    if most < bytes.count, bodyTaken == most {
      goOnLater(connection, stream)
    } else {
      block(connection, stream, now: now)
    }
    return false
  }

  /// Sends what is left over.
  ///
  /// - Returns: whether nothing is left.
  func flush(_ connection: Connection, _ stream: Stream, now: UInt64) -> Bool {
    guard stream.isBlocked else { return true }
    let most = min(stream.outbox.count - stream.outboxStart, Self.writeLimit)
    let sent = stream.outbox.withUnsafeBytes { buffer in
      let rest = UnsafeRawBufferPointer(rebasing: buffer[stream.outboxStart...])
      return cplatform_send(connection.descriptor, rest.baseAddress, most)
    }
    guard sent >= 0 || sent == -Int(EAGAIN) || sent == -Int(EINTR) else {
      finish(connection, stream, by: .client, ending: .truncate)
      return false
    }
    if sent > 0 {
      stream.noteBlock(until: now)
      let body = min(sent, stream.outboxBody)
      stream.outboxBody -= body
      count(body, stream)
      stream.outboxStart += sent
      stream.blockedSince = now
    }
    guard stream.outboxStart >= stream.outbox.count else {
      if sent == most {
        goOnLater(connection, stream)
      } else {
        block(connection, stream, now: stream.blockedSince ?? now)
      }
      return false
    }
    stream.outbox = []
    stream.outboxStart = 0
    stream.blockedSince = nil
    return true
  }

  /// The socket took all that it was given, and there is more.
  private func goOnLater(_ connection: Connection, _ stream: Stream) {
    stream.blockedSince = nil
    enqueue(connection, stream, isLeftOver: true)
  }

  private func block(_ connection: Connection, _ stream: Stream, now: UInt64) {
    stream.blockedSince = now
    arm(connection, stream, at: now.later(by: limits.stallDeadline.nanoseconds))
  }

  private func count(_ bytes: Int, _ stream: Stream) {
    stream.bytes &+= UInt64(bytes)
    loopCounters.streamBytes.addAlone(UInt64(bytes))
  }
}
