/// Counts of a running server.
public struct ServerStatistics: Sendable, Hashable {
  /// Why something was not taken on.
  public enum RefusalReason: String, Sendable, Hashable {
    /// Malformed, too long or for another host.
    case request
    case bodySize = "body_size"
    case deadline
    /// The handler did not admit it.
    case handler
    case connectionLimit = "connection_limit"
    case streamLimit = "stream_limit"
    case addressLimit = "address_limit"
    /// No descriptor was left to answer with.
    case descriptors
  }

  public struct Refusal: Sendable, Hashable {
    public var reason: RefusalReason
    /// What it was answered with; 0 if it was only closed.
    public var status: Int

    public init(_ reason: RefusalReason, status: Int) {
      self.reason = reason
      self.status = status
    }
  }

  /// How often something took how long, in nanoseconds.
  public struct Histogram: Sendable, Hashable {
    /// Of all buckets but the last, which has none.
    public var upperBounds: [UInt64]
    public var counts: [UInt64]
    public var sum: UInt64 = 0

    public init(upperBounds: [UInt64]) {
      self.upperBounds = upperBounds
      counts = Array(repeating: 0, count: upperBounds.count + 1)
    }
  }

  public var openConnections = 0
  public var openStreams = 0
  public var connections: UInt64 = 0
  public var requests: UInt64 = 0
  public var streams: UInt64 = 0
  /// Of bodies of streams, chunk framing not counted.
  public var streamBytes: UInt64 = 0
  public var refusals: [Refusal: UInt64] = [:]
  /// From when a stream wanted to be asked again to when it was.
  public var lateness = Histogram(
    upperBounds: (0..<LatenessHistogram.buckets - 1).map { LatenessHistogram.unit << UInt64($0) })
  /// Nanoseconds that each loop's thread has computed.
  public var loopTimes: [UInt64] = []

  public init() {}
}
