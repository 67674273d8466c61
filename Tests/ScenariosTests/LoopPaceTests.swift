import Testing

@testable import Scenarios

struct LoopPaceTests {
  /// When each event is sent, in milliseconds.
  private func times(_ loop: String, seed: UInt64 = 1, limit: Int = 200) throws -> [Double] {
    Playing.steps(try load("open: off\nsteps:\n  - \(loop)"), PlanRequest(seed: seed), limit: limit)
      .filter { if case .write = $0.action { true } else { false } }
      .map { Double($0.time) / 1_000_000 }
  }

  @Test func `the first turn waits, the others follow at the rate`() throws {
    #expect(
      try times("{ each: [a, b, c], pace: { first: 800ms, rate: 40/s }, data: x }") == [800, 825, 850])
    #expect(try times("{ repeat: 3, pace: { rate: 30/m }, data: x }") == [0, 2_000, 4_000])
  }

  @Test func `a turn that takes longer is followed at once, and nothing drifts`() throws {
    let steps = "{ repeat: 3, pace: { rate: 10/s }, steps: [{ data: x }, { wait: 30ms }, { data: y }] }"
    #expect(try times(steps) == [0, 30, 100, 130, 200, 230])
    let slow = "{ repeat: 3, pace: { rate: 10/s }, steps: [{ data: x }, { wait: 250ms }] }"
    #expect(try times(slow) == [0, 250, 500])
  }

  @Test func `jitter stays within its part, and is the seed's`() throws {
    let loop = "{ repeat: 100, pace: { rate: 10/s, jitter: 20% }, data: x }"
    let first = try times(loop)
    let waits = zip(first, first.dropFirst()).map { $1 - $0 }
    #expect(waits.allSatisfy { $0 >= 79.999 && $0 <= 120.001 })
    #expect((waits.max() ?? 0) - (waits.min() ?? 0) > 20)
    #expect(try times(loop) == first)
    #expect(try times(loop, seed: 2) != first)
  }

  @Test(arguments: [
    ("pace: { rate: 0/s }", "a rate such as"), ("pace: { rate: 40 }", "a rate such as"),
    ("pace: { rate: -1/s }", "a rate such as"), ("pace: { rate: 1e3/s }", "a rate such as"),
    ("pace: { rate: 1000001/s }", "a rate such as"), ("pace: { rate: 0.001/h }", "a rate such as"),
    ("pace: { rate: 1/s, jitter: 101% }", "a percentage"),
    ("pace: { rate: 1/s, jitter: 20 }", "a percentage"),
    ("pace: { rate: 1/s }, every: 1s", "both say when iterations begin"),
    ("pace: { first: 1s }", "needs 'rate'"),
  ])
  func `what is no pace is said`(keys: String, message: String) {
    #expect(mistakes(in: "steps: [{ repeat: 2, \(keys), data: x }]").contains(message))
  }

  @Test func `an endless loop may be paced, down to a millisecond a turn`() throws {
    #expect(mistakes(in: "steps: [{ repeat: forever, pace: { rate: 1000/s }, data: x }]").isEmpty)
    #expect(
      mistakes(in: "steps: [{ repeat: forever, pace: { rate: 1001/s }, data: x }]").contains(
        "give it a lower 'rate'"))
    #expect(
      mistakes(in: "steps: [{ repeat: forever, pace: { rate: 1/s, jitter: 100% }, data: x }]").contains(
        "an iteration may wait for less than 1ms"))
    #expect(mistakes(in: "steps: [{ repeat: forever, pace: { rate: 1/s, jitter: 99% }, data: x }]").isEmpty)
    #expect(
      try times("{ repeat: forever, pace: { first: 5ms, rate: 1000/s }, data: x }", limit: 4) == [5, 6, 7])
  }
}
