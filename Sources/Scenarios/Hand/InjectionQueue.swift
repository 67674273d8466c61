/// The injections that are still to be sent in a stream.
package struct InjectionQueue: Sendable {
  package init() {}

  private struct Entry: Sendable {
    var injection: Injection
    var due: PlanTime
    var left: Int
  }

  /// Ordered by `due`; of those due at the same time, the one added first comes first.
  private var entries: [Entry] = []
  /// Whether an injection was due when the meter was spent; it is then performed before the steps.
  var isOverdue = false
  /// The approximate number of bytes of memory that the injections take.
  package private(set) var weight = 0
  /// The number of injections taken so far.
  private(set) var taken: UInt64 = 0

  package var count: Int { entries.count }

  /// The injections that are still to be sent, in order.
  var all: [Injection] { entries.map(\.injection) }

  /// Returns when the next injection is due, or `.max` if there is none.
  ///
  /// - Parameter isRawOnly: whether the stream is within an event, where only raw bytes may enter.
  package func due(isRawOnly: Bool) -> PlanTime {
    guard isRawOnly else { return entries.first?.due ?? .max }
    return entries.first { $0.injection.isRaw }?.due ?? .max
  }

  /// - Parameter time: when it is first sent.
  package mutating func add(_ injection: Injection, at time: PlanTime) {
    insert(Entry(injection: injection, due: time, left: injection.times))
    weight += injection.weight
  }

  private mutating func insert(_ entry: Entry) {
    let place = entries.firstIndex { $0.due > entry.due } ?? entries.count
    entries.insert(entry, at: place)
  }

  /// Takes the next injection, due or not; nil if there is none. One with repetitions left stays queued, and is due again after its pause.
  package mutating func take(isRawOnly: Bool) -> Injection? {
    isOverdue = false
    guard let place = isRawOnly ? entries.firstIndex(where: { $0.injection.isRaw }) : entries.indices.first
    else { return nil }
    var entry = entries.remove(at: place)
    taken &+= 1
    entry.left -= 1
    if entry.left > 0, let every = entry.injection.every {
      entry.due = entry.due.later(by: every)
      insert(entry)
    } else {
      weight -= entry.injection.weight
    }
    return entry.injection
  }

  /// Postpones all injections by `time` nanoseconds, for which the stream was frozen.
  package mutating func shift(by time: UInt64) {
    for index in entries.indices { entries[index].due = entries[index].due.later(by: time) }
  }

  mutating func removeAll() {
    entries = []
    weight = 0
    isOverdue = false
  }
}
