import MicroHTTP
import Synchronization

/// The requests for a session's streams, and everything that the streams sent. The oldest entries are dropped.
///
/// Entries are numbered from 1. An ID also names the journal, so that an ID of an earlier journal of the session is recognized as such:
///
///     id: 5f3a9c02-17
final class SessionJournal: Sendable {
  /// Nanoseconds after which an entry is dropped at the latest.
  static let ageLimit: UInt64 = 3_600_000_000_000

  let name: NumberedName
  /// When it began: CLOCK_MONOTONIC, and nanoseconds since 1970.
  let start: UInt64
  let wallStart: Int64
  private let budget: JournalBudget
  /// The number of the last entry.
  private let numbers = Atomic<UInt64>(0)
  /// The number of the last entry that was forgotten.
  private let forgotten = Atomic<UInt64>(0)
  private let partTable = Mutex<[Int: JournalPart]>([:])
  /// Wakes waiting readers.
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

  /// Returns the part in which the streams of a loop record.
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
  ///   - now: CLOCK_MONOTONIC, like `started`.
  ///   - stream: the number of its stream; 0 if it belongs to none.
  ///   - ordinal: its index among the entries of its stream.
  ///   - started: when the stream's request came.
  ///   - room: the most bytes that `write` writes.
  ///   - data: the bytes that follow those.
  func record(
    _ kind: JournalEntry.Kind, at now: UInt64, in part: JournalPart, stream: UInt64 = 0, ordinal: UInt64 = 0,
    started: UInt64, room: Int = 0,
    data: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
    _ write: (inout EntryWriter) -> Void
  ) {
    let most = JournalEntry.commonRoom + room
    // On the stack if it is small.
    let isAwaited = withUnsafeTemporaryAllocation(byteCount: most, alignment: 1) { memory in
      var writer = EntryWriter(memory)
      writer.append(kind.rawValue)
      writer.append(stream)
      writer.append(ordinal)
      writer.append(started &- start)
      write(&writer)
      return part.append(numbers: numbers, moment: now, writer.written, data)
    }
    if isAwaited { tell() }
  }

  /// Drops everything that was recorded so far.
  func forget() {
    forgotten.store(last, ordering: .releasing)
    for part in parts { part.removeAll() }
  }

  func expire(before moment: UInt64) {
    for part in parts { part.expire(before: moment) }
  }

  /// Converts a moment of CLOCK_MONOTONIC to nanoseconds since 1970.
  func wallTime(of moment: UInt64) -> Int64 { wallStart &+ Int64(truncatingIfNeeded: moment &- start) }
}
