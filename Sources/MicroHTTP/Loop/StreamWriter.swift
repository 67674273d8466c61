import Platform

/// Frames what streams send, and writes it into their sockets.
final class StreamWriter {
  enum Outcome {
    /// The socket took everything.
    case done
    /// The socket took all that one system call is given, and there is more.
    case more
    /// The socket is full.
    case full
    /// The connection is lost.
    case lost
  }

  /// The most bytes that one system call is given: the kernel takes several milliseconds to copy a mebibyte.
  static let limit = 131_072

  private let counters: LoopCounters
  /// The size line of a chunk.
  private let framing: UnsafeMutablePointer<CChar>
  /// What producers append to; empty between turns.
  private var buffer: [UInt8] = []

  init(counters: LoopCounters) {
    self.counters = counters
    framing = .allocate(capacity: 18)
  }

  deinit { framing.deallocate() }

  /// The buffer for one turn, which must be returned with `keep`.
  func takeBuffer() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &buffer)
    return taken
  }

  func keep(_ used: inout [UInt8]) {
    // The memory of one large write is not kept.
    if used.capacity > 1 << 20 { used = [] }
    used.removeAll(keepingCapacity: true)
    swap(&used, &buffer)
  }

  /// Sends bytes as one write, or the first part of a long one. What the socket did not take goes to the stream's outbox, which must be empty.
  func write(_ bytes: [UInt8], to descriptor: Int32, of stream: Stream) -> Outcome {
    guard !bytes.isEmpty else { return .done }
    var framed = 0
    // The last chunk, which libmicrohttpd sends, is to leave together with these bytes.
    let isLast = if case .end(.complete, _) = stream.step { true } else { false }
    let most = min(bytes.count, Self.limit)
    let sent = bytes.withUnsafeBytes { buffer in
      stream.isChunked
        ? Socket.sendChunk(
          buffer, atMost: most, more: isLast, framing: framing, framed: &framed, on: descriptor)
        : Socket.send(buffer, atMost: most, on: descriptor)
    }
    let whole = stream.isChunked ? framed + bytes.count + 2 : bytes.count
    if sent == whole {
      count(bytes.count, stream)
      return .done
    }
    guard Self.isUsable(sent) else { return .lost }
    let taken = max(sent, 0)
    var rest: [UInt8] = []
    rest.reserveCapacity(whole - taken)
    for index in min(taken, framed)..<framed { rest.append(UInt8(bitPattern: framing[index])) }
    let bodyTaken = min(max(taken - framed, 0), bytes.count)
    rest.append(contentsOf: bytes[bodyTaken...])
    if stream.isChunked {
      rest.append(contentsOf: [0x0D, 0x0A].dropFirst(max(taken - framed - bytes.count, 0)))
    }
    count(bodyTaken, stream)
    stream.outbox = Outbox(bytes: rest, body: bytes.count - bodyTaken)
    return most < bytes.count && bodyTaken == most ? .more : .full
  }

  /// Sends what the socket did not take before.
  func flush(to descriptor: Int32, of stream: Stream, now: UInt64) -> Outcome {
    guard stream.isBlocked else { return .done }
    let most = min(stream.outbox.count, Self.limit)
    let sent = stream.outbox.withUnsafeBytes { Socket.send($0, atMost: most, on: descriptor) }
    guard Self.isUsable(sent) else { return .lost }
    if sent > 0 {
      stream.noteBlock(until: now)
      count(stream.outbox.drop(sent), stream)
      stream.blockedSince = now
    }
    guard stream.outbox.isEmpty else { return sent == most ? .more : .full }
    stream.blockedSince = nil
    return .done
  }

  /// - Parameter sent: bytes, or the negative errno.
  private static func isUsable(_ sent: Int) -> Bool {
    sent >= 0 || sent == -Int(EAGAIN) || sent == -Int(EINTR)
  }

  private func count(_ bytes: Int, _ stream: Stream) {
    stream.bytes &+= UInt64(bytes)
    counters.streamBytes.addAlone(UInt64(bytes))
  }
}

/// What a stream's socket has not taken yet, framing included.
struct Outbox {
  private var bytes: [UInt8] = []
  private var start = 0
  /// The number of remaining bytes that belong to the body.
  private var body = 0

  init() {}

  init(bytes: [UInt8], body: Int) {
    self.bytes = bytes
    self.body = body
  }

  var count: Int { bytes.count - start }
  var isEmpty: Bool { start == bytes.count }

  func withUnsafeBytes<Result>(_ use: (UnsafeRawBufferPointer) -> Result) -> Result {
    bytes.withUnsafeBytes { use(UnsafeRawBufferPointer(rebasing: $0[start...])) }
  }

  /// Drops the first bytes, which were sent.
  ///
  /// - Returns: how many of them are body.
  mutating func drop(_ sent: Int) -> Int {
    start += sent
    let bodySent = min(sent, body)
    body -= bodySent
    if isEmpty { self = Outbox() }
    return bodySent
  }
}
