import Testing

@testable import MicroHTTP

@Suite struct Deadlines {
  @Test func `deadlines come due in order, whatever is set, moved and removed`() {
    var random = Fuzzing.Random(state: 7)
    var heap = DeadlineHeap()
    var expected: [Int: UInt64] = [:]
    for _ in 0..<5_000 {
      let slot = Int.random(in: 0..<300, using: &random)
      if Int.random(in: 0..<4, using: &random) == 0 {
        heap.set(slot, to: nil)
        expected[slot] = nil
      } else {
        let deadline = UInt64.random(in: 1..<1_000, using: &random)
        heap.set(slot, to: deadline)
        expected[slot] = deadline
      }
      guard heap.first == expected.values.min() else {
        Issue.record("the first deadline is \(heap.first ?? 0)")
        return
      }
      if Int.random(in: 0..<8, using: &random) == 0, let first = heap.first {
        #expect(heap.popDue(first - 1) == nil)
        guard let popped = heap.popDue(first) else { continue }
        #expect(expected[popped] == first)
        expected[popped] = nil
      }
    }
    while let first = heap.first, let slot = heap.popDue(first) {
      #expect(expected.removeValue(forKey: slot) == first)
    }
    #expect(expected.isEmpty)
  }
}
