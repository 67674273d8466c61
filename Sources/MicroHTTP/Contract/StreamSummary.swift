/// What became of a stream.
public struct StreamSummary: Sendable, Hashable {
  public enum EndedBy: Sendable, Hashable {
    /// Its producer said so.
    case producer(StreamEnding)
    /// The client closed or reset the connection.
    case client
    /// No progress for the time allowed.
    case stalled
    /// `HTTPServer.end`.
    case command(StreamEnding)
    case shutdown
  }

  public var endedBy: EndedBy
  /// Bytes of the body that the socket took, chunk framing not counted.
  public var bytes: UInt64
  /// Nanoseconds from the request's head to the end.
  public var duration: UInt64
  /// Bytes that the socket took and the other side's system had not acknowledged, framing counted: what it may never have seen. What it
  /// acknowledged lies with its system, whether or not the client has read it.
  public var unacknowledged: UInt64
  /// The longest time for which the socket took nothing that was to be sent; nanoseconds.
  public var longestBlock: UInt64
  /// A moment of CLOCK_MONOTONIC before which the end had not left the socket; 0 where that is not known.
  public var leftAt: UInt64

  public init(
    endedBy: EndedBy, bytes: UInt64, duration: UInt64, unacknowledged: UInt64 = 0, longestBlock: UInt64 = 0,
    leftAt: UInt64 = 0
  ) {
    self.endedBy = endedBy
    self.bytes = bytes
    self.duration = duration
    self.unacknowledged = unacknowledged
    self.longestBlock = longestBlock
    self.leftAt = leftAt
  }
}
