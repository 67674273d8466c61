/// Counts of a running server: what is open now, and totals since it was created.
package struct ServerStatistics: Sendable, Hashable {
  /// Why a connection or a request was refused.
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
    /// The status of the answer; 0 if the connection was only closed.
    package var status: Int

    package init(_ reason: RefusalReason, status: Int) {
      self.reason = reason
      self.status = status
    }
  }

  /// A distribution of durations, in nanoseconds.
  package struct Histogram: Sendable, Hashable {
    /// The upper bound of each bucket except the last, which has none.
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
  /// Bytes of the streams' bodies, without chunk framing.
  package var streamBytes: UInt64 = 0
  package var refusals: [Refusal: UInt64] = [:]
  /// The time from when a stream was due until it was asked.
  package var lateness = Histogram(
    upperBounds: (0..<LatenessHistogram.buckets - 1).map { LatenessHistogram.unit << UInt64($0) })
  /// The CPU time of each loop's thread, in nanoseconds.
  package var loopTimes: [UInt64] = []

  package init() {}
}
