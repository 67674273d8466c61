import Platform
import Testing

@testable import Playground

@Suite struct SettlingTests {
  private static let millisecond: UInt64 = 1_000_000

  /// Feeds events with their times in milliseconds and says what comes out when.
  private func outcome(_ events: [(UInt64, FolderEvent)], until end: UInt64 = 3_000) -> [UInt64: FolderChange]
  {
    var settling = Settling()
    var outcome: [UInt64: FolderChange] = [:]
    for time in 0...end {
      for (at, event) in events where at == time { settling.note(event, at: time * Self.millisecond) }
      if let change = settling.take(at: time * Self.millisecond) { outcome[time] = change }
    }
    return outcome
  }

  @Test func `a saved file is looked at 20 ms later`() {
    #expect(outcome([(5, .written("a.yaml"))]) == [25: FolderChange(touched: ["a.yaml"])])
  }

  @Test func `a file that is being written is left alone until it is closed`() {
    let events: [(UInt64, FolderEvent)] = [
      (0, .writing("a.yaml")), (500, .writing("a.yaml")), (900, .written("a.yaml")),
    ]
    #expect(outcome(events) == [920: FolderChange(touched: ["a.yaml"])])
  }

  @Test func `a file that nobody closes is looked at after two seconds of rest`() {
    #expect(outcome([(0, .writing("a.yaml"))]) == [2_000: FolderChange(touched: ["a.yaml"])])
  }

  @Test func `a file that is removed and put back at once is looked at once`() {
    let events: [(UInt64, FolderEvent)] = [(0, .removed("a.yaml")), (60, .written("a.yaml"))]
    #expect(outcome(events) == [80: FolderChange(touched: ["a.yaml"])])
  }

  @Test func `a file that stays away is looked at 80 ms later`() {
    #expect(outcome([(0, .removed("a.yaml"))]) == [80: FolderChange(touched: ["a.yaml"])])
  }

  @Test func `a file that is saved without pause is looked at all the same`() {
    let outcome = outcome((0..<300).map { ($0, .written("a.yaml")) }, until: 400)
    #expect(outcome.count >= 3)
    #expect(outcome.keys.min() == 100)
  }

  @Test func `a look at one file leaves those alone that are being written`() {
    let events: [(UInt64, FolderEvent)] = [
      (0, .writing("b.yaml")), (10, .written("a.yaml")), (15, .anything),
    ]
    let outcome = outcome(events, until: 100)
    #expect(outcome[30] == FolderChange(touched: ["a.yaml"], unsettled: ["b.yaml"]))
    #expect(outcome[35] == FolderChange(unsettled: ["b.yaml"]))
  }

  @Test func `the deadline is that of the next thing due`() {
    var settling = Settling()
    #expect(settling.deadline == nil)
    settling.note(.removed("a.yaml"), at: 0)
    settling.note(.written("b.yaml"), at: 0)
    #expect(settling.deadline == 20 * Self.millisecond)
  }
}
