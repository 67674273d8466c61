import MicroHTTP
import Synchronization

/// What the streams of a session were asked and sent, as far as it is kept.
///
/// Entries are numbered from 1; an ID also names the journal, so that one of an earlier journal of the same session is known as such:
///
///     id: 5f3a9c02-17
final class SessionJournal: Sendable {
  /// Nanoseconds after which an entry is dropped, if not before.
  static let ageLimit: UInt64 = 3_600_000_000_000

  let name: NumberedName
  /// When it begins; CLOCK_MONOTONIC and nanoseconds since 1970.
  let start: UInt64
  let wallStart: Int64
  private let budget: JournalBudget
  /// The number of the last entry.
  private let numbers = Atomic<UInt64>(0)
  /// The number of the last entry that is forgotten.
  private let forgotten = Atomic<UInt64>(0)
  private let partTable = Mutex<[Int: JournalPart]>([:])
  /// Tells readers that wait.
  private let tell: @Sendable () -> Void

  init(
    budget: JournalBudget, start: UInt64, wallStart: Int64, name: UInt32 = .random(in: .min ... .max),
    tell: @escaping @Sendable () -> Void
  ) {
    self.budget = budget
    self.start = start
    self.wallStart = wallStart
    self.name = NumberedName(name)
    self.tell = tell
  }

  /// The number of the last entry.
  var last: UInt64 { numbers.load(ordering: .acquiring) }
  /// The number of the first entry that a reader can expect.
  var first: UInt64 { forgotten.load(ordering: .acquiring) &+ 1 }

  var parts: [JournalPart] { partTable.withLock { Array($0.values) } }

  /// Bytes of memory held.
  var capacity: Int { parts.reduce(0) { $0 + $1.capacity } }

  /// Where streams record that are played by the same loop.
  func part(_ number: Int) -> JournalPart {
    partTable.withLock { table in
      if let part = table[number] { return part }
      let part = JournalPart(budget: budget)
      table[number] = part
      return part
    }
  }

  /// Records an entry.
  ///
  /// - Parameters:
  ///   - now: CLOCK_MONOTONIC.
  ///   - room: how many bytes `write` writes at most.
  ///   - data: what follows them.
  func record(
    at now: UInt64, in part: JournalPart, room: Int, data: UnsafeRawBufferPointer,
    _ write: (inout EntryWriter) -> Void
  ) {
    // On the stack as long as it is small.
    let isAwaited = withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { memory in
      var writer = EntryWriter(memory)
      write(&writer)
      return part.append(numbers: numbers, moment: now, writer.written, data)
    }
    if isAwaited { tell() }
  }

  /// Drops what was recorded before.
  func forget() {
    forgotten.store(last, ordering: .releasing)
    for part in parts { part.removeAll() }
  }

  func expire(before moment: UInt64) {
    for part in parts { part.expire(before: moment) }
  }

  /// Nanoseconds since 1970 of a moment of CLOCK_MONOTONIC.
  func wallTime(of moment: UInt64) -> Int64 { wallStart &+ Int64(truncatingIfNeeded: moment &- start) }
}
