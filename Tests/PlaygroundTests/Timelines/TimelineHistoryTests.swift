import Scenarios
import Testing

@testable import Playground

@Suite struct TimelineHistoryTests {
  private static let minute: UInt64 = 60_000_000_000

  /// Events `1`, `2`, … whose id is their number, one a second.
  private func history(_ events: Int, limit: Int = 1_000, age: UInt64 = 60 * minute) -> TimelineHistory {
    var history = TimelineHistory(limit: limit, age: age)
    for number in 1...events { send(number, &history) }
    return history
  }

  private func send(_ number: Int, _ history: inout TimelineHistory) {
    let id = Array("\(number)".utf8)
    history.append(id + [0x20], isEvent: true, id: id, at: UInt64(number) * 1_000_000_000)
  }

  private func read(_ history: TimelineHistory, _ position: inout TimelineHistory.Position) -> (
    String, TimelineHistory.Reading
  ) {
    var bytes: [UInt8] = []
    let reading = history.read(&position, into: &bytes)
    return (String(decoding: bytes, as: UTF8.self), reading)
  }

  private func rest(
    _ history: TimelineHistory, after id: String, _ how: SharedTimeline.Resumption = .goOn, at second: UInt64
  ) -> String? {
    guard
      var position = history.position(after: Array(id.utf8), resuming: how, at: second * 1_000_000_000)
    else { return nil }
    return read(history, &position).0
  }

  @Test func `gives each reader what is new to it`() {
    var history = TimelineHistory(limit: 10, age: Self.minute)
    var one = history.end
    send(1, &history)
    send(2, &history)
    var other = history.end
    #expect(read(history, &one) == ("1 2 ", .upToDate))
    #expect(read(history, &one) == ("", .upToDate))
    send(3, &history)
    #expect(read(history, &one) == ("3 ", .upToDate))
    #expect(read(history, &other) == ("3 ", .upToDate))
    #expect(one == other)
  }

  @Test func `goes on before an entry by its number, as long as nothing was missed that is no longer kept`()
    throws
  {
    let first = 5 << 40
    var history = TimelineHistory(limit: 3, age: Self.minute, first: first)
    for number in 1...4 { send(number, &history) }
    let (now, late): (UInt64, UInt64) = (4_000_000_000, 4_000_000_000 + Self.minute)
    func rest(before number: Int, _ how: SharedTimeline.Resumption = .goOn, at time: UInt64) -> String? {
      guard var position = history.position(before: number, resuming: how, at: time) else { return nil }
      return read(history, &position).0
    }
    #expect(rest(before: first + 1, at: now) == "2 3 4 ")
    #expect(rest(before: first + 4, at: now) == "")
    #expect(rest(before: first + 4, at: late) == "")
    #expect(rest(before: first + 2, .gap(1), at: now) == "4 ")
    #expect(rest(before: first + 2, .duplicate(1), at: now) == "2 3 4 ")
    #expect(rest(before: first + 2, .forget, at: now) == nil)
    #expect(rest(before: first, at: now) == nil, "four were missed, three may be")
    #expect(rest(before: first + 1, at: late) == nil, "the next is too old")
    #expect(rest(before: first + 5, at: now) == nil)
    #expect(rest(before: 2, at: now) == nil, "a number of another history")
    #expect(rest(before: .min, at: now) == nil)
    #expect(rest(before: .max, at: now) == nil)
  }

  @Test func `stops after 64 KiB, so that others are served`() {
    var history = TimelineHistory(limit: 10, age: Self.minute)
    var position = history.end
    for _ in 0..<3 { history.append(Array(repeating: 0x78, count: 40_000), isEvent: true, id: nil, at: 0) }
    #expect(read(history, &position).1 == .more)
    #expect(read(history, &position).1 == .upToDate)
  }

  @Test func `a reader that was passed by goes on with the newest event and learns how many it missed`() {
    var history = history(1)
    var position = history.end
    for number in 2...2_000 { send(number, &history) }
    history.append(Array(": keep-alive\n".utf8), isEvent: false, id: nil, at: 0)
    #expect(read(history, &position) == ("", .missed(1_998)))
    #expect(read(history, &position) == ("2000 : keep-alive\n", .upToDate))
  }

  @Test func `who comes back gets what it missed`() {
    let history = history(20)
    #expect(rest(history, after: "17", at: 20) == "18 19 20 ")
    #expect(rest(history, after: "20", at: 20) == "")
    #expect(rest(history, after: "21", at: 20) == nil)
  }

  @Test func `some may be lost or come again`() {
    let history = history(20)
    #expect(rest(history, after: "15", .gap(2), at: 20) == "18 19 20 ")
    #expect(rest(history, after: "19", .gap(5), at: 20) == "")
    #expect(rest(history, after: "19", .duplicate(2), at: 20) == "18 19 20 ")
    #expect(rest(history, after: "2", .duplicate(9), at: 20)?.hasPrefix("1 2 3 ") == true)
    #expect(rest(history, after: "15", .forget, at: 20) == nil)
  }

  @Test func `no more events are given than the history may have`() {
    let history = history(20, limit: 3)
    #expect(rest(history, after: "17", at: 20) == "18 19 20 ")
    #expect(rest(history, after: "16", at: 20) == nil)
    #expect(rest(self.history(20, limit: 0), after: "20", at: 20) == "")
    #expect(rest(self.history(20, limit: 0), after: "19", at: 20) == nil)
  }

  @Test func `no older events are given than the history may have`() {
    let history = history(100, age: 10_000_000_000)
    #expect(rest(history, after: "89", at: 100)?.hasPrefix("90 91 ") == true)
    #expect(rest(history, after: "88", at: 100) == nil)
    // Nothing was missed: how old the last event is does not matter.
    #expect(rest(history, after: "100", at: 10_000) == "")
  }

  @Test func `stays bounded by count and by bytes`() {
    var history = TimelineHistory(limit: 1_000, age: 60 * Self.minute)
    var first = history.end
    for number in 1...50_000 { send(number, &history) }
    var oldest = TimelineHistory.Position(next: first.next + 50_000 - 1_001, events: 0)
    #expect(read(history, &oldest).1 == .upToDate)
    #expect(read(history, &first).1 == .missed(49_999))
    let large = Array(repeating: UInt8(ascii: "x"), count: 1 << 20)
    for _ in 0..<9 { history.append(large, isEvent: true, id: nil, at: 0) }
    var fifth = TimelineHistory.Position(next: history.end.next - 5, events: 0)
    var fourth = TimelineHistory.Position(next: history.end.next - 4, events: 0)
    #expect(read(history, &fifth).1 != .more)
    #expect(read(history, &fourth).1 == .more)
  }
}
