/// Counts of a running server.
package struct ServerStatistics: Sendable, Hashable {
  /// Why something was not taken on.
  package enum RefusalReason: String, Sendable, Hashable {
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

  package struct Refusal: Sendable, Hashable {
    package var reason: RefusalReason
    /// What it was answered with; 0 if it was only closed.
    package var status: Int

    package init(_ reason: RefusalReason, status: Int) {
      self.reason = reason
      self.status = status
    }
  }

  /// How often something took how long, in nanoseconds.
  package struct Histogram: Sendable, Hashable {
    /// Of all buckets but the last, which has none.
    package var upperBounds: [UInt64]
    package var counts: [UInt64]
    package var sum: UInt64 = 0

    package init(upperBounds: [UInt64]) {
      self.upperBounds = upperBounds
      counts = Array(repeating: 0, count: upperBounds.count + 1)
    }
  }

  package var openConnections = 0
  package var openStreams = 0
  package var connections: UInt64 = 0
  package var requests: UInt64 = 0
  package var streams: UInt64 = 0
  /// Of bodies of streams, chunk framing not counted.
  package var streamBytes: UInt64 = 0
  package var refusals: [Refusal: UInt64] = [:]
  /// From when a stream wanted to be asked again to when it was.
  package var lateness = Histogram(
    upperBounds: (0..<LatenessHistogram.buckets - 1).map { LatenessHistogram.unit << UInt64($0) })
  /// Nanoseconds that each loop's thread has computed.
  package var loopTimes: [UInt64] = []

  package init() {}
}
