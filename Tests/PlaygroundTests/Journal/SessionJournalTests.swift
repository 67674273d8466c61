import Synchronization
import Testing

@testable import Playground

@Suite struct SessionJournalTests {
  private final class Counter: Sendable {
    let count = Atomic(0)
  }

  private func journal(limit: Int = 1 << 20) -> SessionJournal {
    SessionJournal(budget: JournalBudget(limit: limit), start: 0, wallStart: 0, tell: {})
  }

  private static func record(
    _ journal: SessionJournal, part: Int = 0, stream: UInt64 = 1, ordinal: UInt64 = 0, _ data: [UInt8] = [1]
  ) {
    data.withUnsafeBytes { data in
      journal.record(
        .write, at: 5, in: journal.part(part), stream: stream, ordinal: ordinal, started: 0, data: data
      ) { _ in }
    }
  }

  /// Numbers of entries, and `-n` where n were missed.
  private static func read(_ cursor: inout JournalCursor) -> [Int] {
    var found: [Int] = []
    while true {
      switch cursor.step() {
      case .entry(let entry): found.append(Int(entry.number))
      case .missed(let count, _): found.append(-Int(count))
      case .end: return found
      }
    }
  }

  @Test func `entries of several loops are read in the order of their numbers`() {
    let journal = journal()
    var cursor = JournalCursor(journal, from: nil)
    #expect(Self.read(&cursor).isEmpty)
    for number in 0..<600 { Self.record(journal, part: number % 7 % 3, [UInt8](repeating: 0, count: 300)) }
    #expect(Self.read(&cursor) == Array(1...600))
    Self.record(journal, part: 2)
    #expect(Self.read(&cursor) == [601])
    #expect(Self.read(&cursor).isEmpty)
  }

  @Test func `nothing is lost or told twice while loops write and a reader reads`() async {
    let journal = journal(limit: 1 << 24)
    let writers = 3
    let each = 5_000
    let done = Counter()
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<writers {
        group.addTask {
          for ordinal in 0..<each {
            Self.record(journal, part: writer, stream: UInt64(writer), ordinal: UInt64(ordinal))
          }
          done.count.wrappingAdd(1, ordering: .acquiringAndReleasing)
        }
      }
      var cursor = JournalCursor(journal, from: nil)
      var found: [Int] = []
      var wasDone = false
      while !wasDone {
        wasDone = done.count.load(ordering: .acquiring) == writers
        found += Self.read(&cursor)
        await Task.yield()
      }
      #expect(found == Array(1...(writers * each)))
    }
  }

  @Test func `a loop whose first entry comes while a reader looks makes no gap`() async {
    // Far more loops than there are: the more the reader looks through, the likelier another begins meanwhile.
    let loops = 60
    let journal = journal(limit: 1 << 24)
    let read = Counter()
    let writer = Task.detached {
      for part in 0..<loops {
        while read.count.load(ordering: .acquiring) < part { await Task.yield() }
        Self.record(journal, part: part)
      }
    }
    var cursor = JournalCursor(journal, from: nil)
    var found: [Int] = []
    while found.count < loops {
      found += Self.read(&cursor)
      read.count.store(found.count, ordering: .releasing)
    }
    await writer.value
    #expect(found == Array(1...loops))
  }

  @Test func `a reader is told how many entries are gone`() {
    let journal = journal(limit: 1_024)
    var cursor = JournalCursor(journal, from: nil)
    for _ in 0..<100 { Self.record(journal, [UInt8](repeating: 0, count: 80)) }
    let found = Self.read(&cursor)
    let kept = found.dropFirst()
    #expect(found.first == -(100 - kept.count))
    #expect(kept.elementsEqual((101 - kept.count)...100))
    var late = JournalCursor(journal, from: 99)
    #expect(Self.read(&late) == [99, 100])
  }

  @Test func `entries that there was no memory for are missed too`() {
    let journal = journal(limit: 1_024)
    var cursor = JournalCursor(journal, from: nil)
    Self.record(journal)
    Self.record(journal, [UInt8](repeating: 0, count: 2_000))
    Self.record(journal)
    Self.record(journal, [UInt8](repeating: 0, count: 2_000))
    #expect(Self.read(&cursor) == [1, -1, 3, -1])
    #expect(Self.read(&cursor).isEmpty)
  }

  @Test func `a forgotten journal begins anew`() {
    let journal = journal()
    for _ in 0..<5 { Self.record(journal) }
    journal.forget()
    Self.record(journal)
    var cursor = JournalCursor(journal, from: nil)
    #expect(Self.read(&cursor) == [6])
  }

  @Test func `a reader that waits is told once, and only when there is something new`() {
    let count = Mutex(0)
    let journal = SessionJournal(budget: JournalBudget(limit: 1 << 20), start: 0, wallStart: 0) {
      count.withLock { $0 += 1 }
    }
    for _ in 0..<10 { Self.record(journal) }
    // The first entry of a loop is told to whoever asked before there was any.
    #expect(count.withLock { $0 } == 1)
    var cursor = JournalCursor(journal, from: nil)
    #expect(!cursor.arm())
    _ = Self.read(&cursor)
    #expect(cursor.arm())
    for _ in 0..<10 { Self.record(journal) }
    #expect(count.withLock { $0 } == 2)
  }
}
