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

  public init(endedBy: EndedBy, bytes: UInt64, duration: UInt64) {
    self.endedBy = endedBy
    self.bytes = bytes
    self.duration = duration
  }
}
