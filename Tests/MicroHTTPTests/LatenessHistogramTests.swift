import Testing

@testable import MicroHTTP

@Suite struct LatenessHistogramTests {
  @Test func `every lateness is in the bucket that its bounds say`() {
    let bounds = ServerStatistics().lateness.upperBounds
    #expect(bounds.count == LatenessHistogram.buckets - 1)
    for (index, bound) in bounds.enumerated() {
      #expect(LatenessHistogram.bucket(of: bound) == index)
      #expect(LatenessHistogram.bucket(of: bound + 1) == index + 1)
    }
    #expect(LatenessHistogram.bucket(of: 0) == 0)
    #expect(LatenessHistogram.bucket(of: .max) == LatenessHistogram.buckets - 1)
  }

  @Test func `loops are added up`() {
    let counters = ServerCounters(loops: 2)
    counters.loops[0].lateness.record(1)
    counters.loops[1].lateness.record(2)
    counters.loops[1].lateness.record(3_000_000_000)
    counters.loops[1].streamBytes.addAlone(5)
    let statistics = counters.snapshot
    #expect(statistics.lateness.counts.first == 2)
    #expect(statistics.lateness.counts.last == 1)
    #expect(statistics.lateness.sum == 3_000_000_003)
    #expect(statistics.streamBytes == 5)
    #expect(statistics.loopTimes == [0, 0])
  }
}
