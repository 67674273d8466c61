/// Reads a journal from a number on: the entries of all loops in the order of their numbers.
struct JournalCursor {
  enum Step {
    case entry(JournalEntry)
    /// This many entries, up to that number, are no longer kept.
    case missed(UInt64, upTo: UInt64)
    /// There are no more entries for now.
    case end
  }

  private struct PartReading {
    let part: JournalPart
    var place: EntryRing.Position?
    /// Entries that were copied and not returned yet.
    var chunk: [UInt8] = []
    var position = 0
    /// All entries with smaller numbers were copied.
    var knownBelow: UInt64 = 0

    var isEmpty: Bool { position >= chunk.count }

    mutating func fill(from number: UInt64, below end: UInt64) {
      chunk.removeAll(keepingCapacity: true)
      position = 0
      if part.copy(number..<end, from: &place, limit: JournalCursor.chunk, into: &chunk) { knownBelow = end }
    }
  }

  /// The most bytes that are copied from a part at a time.
  fileprivate static let chunk = 32_768

  let journal: SessionJournal
  private var parts: [PartReading] = []
  /// The number of the next entry.
  private(set) var next: UInt64

  /// - Parameter number: the number of the first entry; nil for the first that is kept.
  init(_ journal: SessionJournal, from number: UInt64?) {
    self.journal = journal
    next = number ?? journal.first
  }

  mutating func step() -> Step {
    fill()
    var first: (part: Int, number: UInt64)?
    for (index, part) in parts.enumerated() where !part.isEmpty {
      let number = part.chunk.entryNumber(at: part.position)
      if number < first?.number ?? .max { first = (index, number) }
    }
    let known = parts.lazy.filter(\.isEmpty).map(\.knownBelow).min() ?? .max
    guard let (index, number) = first, number < known else {
      // Numbers without an entry in any part.
      guard parts.allSatisfy(\.isEmpty), known != .max, known > next else { return .end }
      defer { next = known }
      return .missed(known - next, upTo: known - 1)
    }
    if number > next {
      defer { next = number }
      return .missed(number - next, upTo: number - 1)
    }
    next = number &+ 1
    let part = parts[index]
    let size = part.chunk.entrySize(at: part.position)
    parts[index].position += size
    let entry = JournalEntry(
      number: number, moment: part.chunk.entryMoment(at: part.position),
      bytes: part.chunk[(part.position + EntryRing.prefix)..<(part.position + size)],
      journalStart: journal.start)
    return entry.map(Step.entry) ?? .missed(1, upTo: number)
  }

  /// Asks to be woken when there is more; returns false if there is already.
  func arm() -> Bool {
    let all = journal.parts
    return all.count == parts.count && all.allSatisfy { $0.arm(for: next) }
  }

  /// Copies further entries from the parts that have none left.
  private mutating func fill() {
    guard parts.isEmpty || parts.contains(where: \.isEmpty) else { return }
    // Read before the parts, so that every entry up to it is in one of them or was dropped.
    let end = journal.last &+ 1
    for part in journal.parts where !parts.contains(where: { $0.part === part }) {
      parts.append(PartReading(part: part))
    }
    for index in parts.indices where parts[index].isEmpty && parts[index].knownBelow < end {
      parts[index].fill(from: next, below: max(end, next))
    }
  }
}
