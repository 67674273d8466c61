import Synchronization
import Testing

@testable import Playground

@Suite struct JournalBudgetTests {
  private static func journal(_ budget: JournalBudget) -> SessionJournal {
    SessionJournal(budget: budget, start: 0, wallStart: 0, tell: {})
  }

  private static func record(_ count: Int, of size: Int, in journal: SessionJournal) {
    let data = [UInt8](repeating: 1, count: size)
    for number in 0..<count {
      data.withUnsafeBytes { data in
        journal.record(
          .write, at: UInt64(number), in: journal.part(0), stream: 1, ordinal: 1, started: 1, data: data
        ) { _ in }
      }
    }
  }

  private static func kept(_ journal: SessionJournal) -> Int {
    var cursor = JournalCursor(journal, from: nil)
    var count = 0
    while true {
      switch cursor.step() {
      case .entry: count += 1
      case .missed: continue
      case .end: return count
      }
    }
  }

  @Test func `a journal takes memory as it needs it, up to its own limit`() {
    let budget = JournalBudget(limit: 1 << 20, largest: 65_536)
    let journal = Self.journal(budget)
    #expect(budget.used == 0)
    Self.record(1, of: 100, in: journal)
    #expect(budget.used == JournalBudget.smallest)
    Self.record(10_000, of: 100, in: journal)
    #expect(budget.used == 65_536)
    #expect(journal.capacity == 65_536)
    #expect(Self.kept(journal) > 400)
  }

  @Test func `a busy session gives back what is more than its share, and a quiet one loses nothing`() {
    let budget = JournalBudget(limit: 65_536)
    let quiet = Self.journal(budget)
    Self.record(20, of: 100, in: quiet)
    let busy = Self.journal(budget)
    Self.record(10_000, of: 100, in: busy)
    #expect(busy.capacity >= 32_768)
    var others: [SessionJournal] = []
    for _ in 0..<10 {
      let other = Self.journal(budget)
      Self.record(20, of: 100, in: other)
      others.append(other)
      #expect(budget.used <= 65_536)
    }
    #expect(Self.kept(quiet) == 20)
    #expect(others.allSatisfy { Self.kept($0) == 20 })
    #expect(Self.kept(busy) > 0)
    #expect(busy.capacity < 32_768)
  }

  @Test func `many busy sessions share, and none holds more than its part`() {
    let budget = JournalBudget(limit: 1 << 18)
    let journals = (0..<100).map { _ in Self.journal(budget) }
    for _ in 0..<50 { for journal in journals { Self.record(10, of: 50, in: journal) } }
    #expect(budget.used <= 1 << 18)
    #expect(journals.allSatisfy { $0.capacity >= 2_048 })
  }

  @Test func `when not even the least is left for all, nothing is taken from anyone`() {
    let budget = JournalBudget(limit: 4 * JournalBudget.smallest)
    let journals = (0..<8).map { _ in Self.journal(budget) }
    for journal in journals { Self.record(3, of: 100, in: journal) }
    #expect(budget.used == budget.limit)
    #expect(journals.prefix(4).allSatisfy { Self.kept($0) == 3 })
    #expect(journals.suffix(4).allSatisfy { Self.kept($0) == 0 })
  }

  @Test func `a journal that is gone gives its memory back`() {
    let budget = JournalBudget(limit: 1 << 20)
    do {
      let journal = Self.journal(budget)
      Self.record(1_000, of: 100, in: journal)
      #expect(budget.used > 65_536)
    }
    #expect(budget.used == 0)
  }
}
