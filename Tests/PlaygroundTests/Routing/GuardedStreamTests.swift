import MicroHTTP
import Synchronization
import Testing

@testable import Playground

@Suite struct GuardedStreamTests {
  /// Says a letter each time it is asked, and waits for ever.
  private struct Letters: StreamProducer {
    mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
      buffer.append(UInt8(ascii: "x"))
      return .wait(until: .max)
    }
    mutating func drain(into buffer: inout [UInt8]) {}
    mutating func ended(_ summary: StreamSummary) {}
  }

  @Test func `a stream ends within five seconds when its client may no longer be told it`() {
    let isAllowed = Atomic(true)
    let looks = Atomic(0)
    var stream = GuardedStream(Letters()) {
      looks.add(1, ordering: .relaxed)
      return isAllowed.load(ordering: .relaxed)
    }
    var buffer: [UInt8] = []
    guard case .wait(let first) = stream.next(now: 7, into: &buffer) else {
      return _ = Issue.record("it ended")
    }
    #expect(first == 7 + GuardedStream.pace && looks.load(ordering: .relaxed) == 0)
    guard case .wait = stream.next(now: first, into: &buffer) else { return _ = Issue.record("it ended") }
    #expect(looks.load(ordering: .relaxed) == 1)
    isAllowed.store(false, ordering: .relaxed)
    guard case .wait(let last) = stream.next(now: first + 1, into: &buffer) else {
      return _ = Issue.record("it ended")
    }
    #expect(last == first + GuardedStream.pace)
    buffer = []
    guard case .end(.complete) = stream.next(now: last, into: &buffer) else {
      return _ = Issue.record("it goes on")
    }
    #expect(buffer.isEmpty)
  }
}
