import Scenarios

/// The latest entries of a shared timeline, in order, for followers that lag behind and for clients that come back.
///
/// Bounded by count, age and bytes.
struct TimelineHistory {
  struct Entry {
    var bytes: [UInt8]
    var id: [UInt8]?
    var isEvent: Bool
    /// Events since the timeline began, up to and including this entry.
    var events: Int
    /// The line of the scenario that it comes from; 0 if there is none.
    var line: Int
    /// When it was sent, in nanoseconds of CLOCK_MONOTONIC.
    var time: UInt64
  }

  /// The place of a client: everything before it was sent to the client, or does not concern it.
  struct Position: Hashable {
    /// The number of the next entry.
    var next: Int
    /// Events before it, since the timeline began.
    var events: Int
  }

  enum Reading: Hashable {
    case upToDate
    /// There is more to read, but one read stops after `budget` bytes.
    case more
    /// The history does not reach back to the position: this many events were missed.
    case missed(Int)
  }

  /// The least number of entries that are kept for slow clients, even if fewer are kept for clients that come back.
  static let leastKept = 256
  static let byteLimit = 4 << 20
  /// Bytes after which one read stops.
  private static let budget = 65_536

  private let limit: Int
  private let age: UInt64
  /// The entries are those from `head` on; the ones before are empty, and are removed from time to time.
  private var entries: [Entry] = []
  private var head = 0
  /// The number of the entry at `head`.
  private var first = 0
  private var bytes = 0
  private var events = 0

  /// - Parameters:
  ///   - limit: how many events a client that comes back may have missed.
  ///   - age: how old these may be, in nanoseconds.
  ///   - first: the number of the first entry. No other history uses the same numbers.
  init(limit: Int, age: UInt64, first: Int = 0) {
    self.limit = limit
    self.age = age
    self.first = first
  }

  /// The bytes of memory that the history takes.
  var weight: Int { bytes + (entries.count - head) * MemoryLayout<Entry>.stride }

  /// The position after everything that was sent.
  var end: Position { Position(next: first + entries.count - head, events: events) }

  mutating func append(_ sent: [UInt8], isEvent: Bool, id: [UInt8]?, line: Int = 0, at now: UInt64) {
    guard !sent.isEmpty else { return }
    if isEvent { events += 1 }
    entries.append(Entry(bytes: sent, id: id, isEvent: isEvent, events: events, line: line, time: now))
    bytes += sent.count
    while entries.count - head > 1, isOldestNeedless(at: now) {
      bytes -= entries[head].bytes.count
      entries[head].bytes = []
      entries[head].id = nil
      head += 1
      first += 1
    }
    if head > 64, head * 2 > entries.count {
      entries.removeFirst(head)
      head = 0
    }
  }

  private func isOldestNeedless(at now: UInt64) -> Bool {
    if bytes > Self.byteLimit { return true }
    guard entries.count - head > Self.leastKept else { return false }
    // An entry is kept for clients whose last entry it was: they missed the events after it.
    return events - entries[head].events > limit || isTooOld(entries[head + 1], at: now)
  }

  private func isTooOld(_ entry: Entry, at now: UInt64) -> Bool { now - min(entry.time, now) > age }

  /// Appends the entries after a client's position, and advances the position.
  ///
  /// - Parameter note: called for each piece with the line of the scenario that it comes from, and its length in bytes.
  func read(
    _ position: inout Position, into buffer: inout [UInt8],
    note: (_ line: Int, _ length: Int) -> Void = { _, _ in }
  ) -> Reading {
    guard position.next >= first else {
      let before = position
      let newest = entries.indices.last { $0 >= head && entries[$0].isEvent } ?? entries.count
      position = place(before: newest)
      return .missed(max(0, position.events - before.events))
    }
    let limit = buffer.count + Self.budget
    while position.next - first < entries.count - head {
      guard buffer.count < limit else { return .more }
      let entry = entries[head + position.next - first]
      buffer += entry.bytes
      note(entry.line, entry.bytes.count)
      position.next += 1
      position.events = entry.events
    }
    return .upToDate
  }

  /// Returns where a client resumes whose last event has this ID; nil if that event is not kept, or if its scenario does not resume.
  func position(after id: [UInt8], resuming how: SharedTimeline.Resumption, at now: UInt64) -> Position? {
    var index = entries.count
    while index > head {
      index -= 1
      let entry = entries[index]
      if events - entry.events > limit { return nil }
      guard entry.isEvent else { continue }
      guard entry.id == id else {
        if isTooOld(entry, at: now) { return nil }
        continue
      }
      return position(from: index + 1, resuming: how)
    }
    return nil
  }

  /// Returns where a client resumes that had everything before the entry of this number; nil if it missed more than is kept, or if the
  /// number belongs to another history.
  func position(before number: Int, resuming how: SharedTimeline.Resumption, at now: UInt64) -> Position? {
    guard number >= first, number - first <= entries.count - head else { return nil }
    let index = head + number - first
    guard index < entries.count else { return position(from: index, resuming: how) }
    let next = entries[index]
    guard events - next.events + (next.isEvent ? 1 : 0) <= limit, !isTooOld(next, at: now) else { return nil }
    return position(from: index, resuming: how)
  }

  private func position(from index: Int, resuming how: SharedTimeline.Resumption) -> Position? {
    switch how {
    case .goOn: place(before: index)
    case .forget: nil
    case .gap(let count): moved(from: index, by: count)
    case .duplicate(let count): moved(from: index, by: -count)
    }
  }

  /// Returns the place this many events later, or earlier if negative, limited to the kept entries.
  private func moved(from start: Int, by count: Int) -> Position {
    var index = start
    var left = count.magnitude
    while left > 0, count < 0 ? index > head : index < entries.count {
      if count < 0 { index -= 1 }
      if entries[index].isEvent { left -= 1 }
      if count > 0 { index += 1 }
    }
    return place(before: index)
  }

  private func place(before index: Int) -> Position {
    guard index < entries.count else { return end }
    let entry = entries[index]
    return Position(next: first + index - head, events: entry.events - (entry.isEvent ? 1 : 0))
  }
}
