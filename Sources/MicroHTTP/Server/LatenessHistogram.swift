import Synchronization

/// How late streams were asked for output that was due, in buckets whose bounds double. Only the loop's thread writes; any thread reads.
final class LatenessHistogram: @unchecked Sendable {
  /// The upper bound of the first bucket, in nanoseconds.
  static let unit: UInt64 = 62_500
  /// The number of buckets; the last one has no upper bound.
  static let buckets = 16

  private let counts: UnsafeMutablePointer<Atomic<UInt64>>
  private let sum = Atomic<UInt64>(0)

  init() {
    counts = .allocate(capacity: Self.buckets)
    for index in 0..<Self.buckets { (counts + index).initialize(to: Atomic(0)) }
  }

  deinit {
    counts.deinitialize(count: Self.buckets)
    counts.deallocate()
  }

  /// - Parameter lateness: in nanoseconds.
  func record(_ lateness: UInt64) {
    (counts + Self.bucket(of: lateness)).pointee.addAlone(1)
    sum.addAlone(lateness)
  }

  static func bucket(of lateness: UInt64) -> Int {
    guard lateness > 0 else { return 0 }
    return min(UInt64.bitWidth - ((lateness - 1) / unit).leadingZeroBitCount, buckets - 1)
  }

  /// Adds the counts to a histogram with the same buckets.
  func add(to histogram: inout ServerStatistics.Histogram) {
    for index in 0..<Self.buckets {
      histogram.counts[index] &+= (counts + index).pointee.load(ordering: .relaxed)
    }
    histogram.sum &+= sum.load(ordering: .relaxed)
  }
}

extension Atomic where Value == UInt64 {
  /// Adds to a value that only one thread writes: two plain moves instead of a locked instruction.
  func addAlone(_ amount: UInt64) {
    store(load(ordering: .relaxed) &+ amount, ordering: .relaxed)
  }
}
