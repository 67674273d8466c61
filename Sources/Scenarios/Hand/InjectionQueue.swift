/// What is to be put into a stream by hand, and when.
package struct InjectionQueue: Sendable {
  package init() {}

  private struct Entry: Sendable {
    var injection: Injection
    var due: PlanTime
    var left: Int
  }

  /// The one that is due first, first.
  private var entries: [Entry] = []
  /// It was due, and the turn ended before it had its place.
  var isOverdue = false
  package private(set) var weight = 0
  /// How many were put in.
  private(set) var count: UInt64 = 0

  package var number: Int { entries.count }

  /// Those that are left, in their order.
  var all: [Injection] { entries.map(\.injection) }

  /// When the next one is due.
  ///
  /// - Parameter isRawOnly: the stream is in the middle of an event, where only raw bytes go.
  package func due(isRawOnly: Bool) -> PlanTime {
    guard isRawOnly else { return entries.first?.due ?? .max }
    return entries.first { $0.injection.isRaw }?.due ?? .max
  }

  package mutating func add(_ injection: Injection, at time: PlanTime) {
    insert(Entry(injection: injection, due: time, left: injection.times))
    weight += injection.weight
  }

  private mutating func insert(_ entry: Entry) {
    let place = entries.firstIndex { $0.due > entry.due } ?? entries.count
    entries.insert(entry, at: place)
  }

  package mutating func take(isRawOnly: Bool) -> Injection? {
    isOverdue = false
    guard let place = isRawOnly ? entries.firstIndex(where: { $0.injection.isRaw }) : entries.indices.first
    else { return nil }
    var entry = entries.remove(at: place)
    count &+= 1
    entry.left -= 1
    if entry.left > 0, let every = entry.injection.every {
      entry.due = entry.due.later(by: every)
      insert(entry)
    } else {
      weight -= entry.injection.weight
    }
    return entry.injection
  }

  /// Everything stood still for so long.
  package mutating func shift(by time: UInt64) {
    for index in entries.indices { entries[index].due = entries[index].due.later(by: time) }
  }

  mutating func removeAll() {
    entries = []
    weight = 0
    isOverdue = false
  }
}
