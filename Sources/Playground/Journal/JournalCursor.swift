/// Reads a journal from a number on, the entries of all loops in the order of their numbers.
struct JournalCursor {
  enum Step {
    case entry(JournalEntry)
    /// So many entries up to that number are not there any more.
    case missed(UInt64, upTo: UInt64)
    /// That is all for now.
    case end
  }

  private struct Lane {
    let lane: JournalLane
    var place: EntryRing.Place?
    /// Entries copied and not given yet.
    var chunk: [UInt8] = []
    var position = 0
    /// All entries with smaller numbers have been copied.
    var knownBelow: UInt64 = 0

    var isEmpty: Bool { position >= chunk.count }

    mutating func fill(from number: UInt64, below end: UInt64) {
      chunk.removeAll(keepingCapacity: true)
      position = 0
      if lane.copy(number..<end, from: &place, limit: JournalCursor.chunk, into: &chunk) { knownBelow = end }
    }
  }

  /// Bytes copied from a lane at once.
  fileprivate static let chunk = 32_768

  let journal: SessionJournal
  private var lanes: [Lane] = []
  /// The number of the entry to be given next.
  private(set) var next: UInt64

  /// - Parameter number: of the first entry that is wanted; nil for the first that is kept.
  init(_ journal: SessionJournal, from number: UInt64?) {
    self.journal = journal
    next = number ?? journal.first
  }

  mutating func step() -> Step {
    fill()
    var first: (lane: Int, number: UInt64)?
    for (index, lane) in lanes.enumerated() where !lane.isEmpty {
      let number = lane.chunk.number(at: lane.position + 4)
      if number < first?.number ?? .max { first = (index, number) }
    }
    let known = lanes.lazy.filter(\.isEmpty).map(\.knownBelow).min() ?? .max
    guard let (index, number) = first, number < known else {
      // Numbers that no lane has an entry for.
      guard lanes.allSatisfy(\.isEmpty), known != .max, known > next else { return .end }
      defer { next = known }
      return .missed(known - next, upTo: known - 1)
    }
    if number > next {
      defer { next = number }
      return .missed(number - next, upTo: number - 1)
    }
    next = number &+ 1
    let lane = lanes[index]
    let size = Int(lane.chunk.fixed(at: lane.position, as: UInt32.self))
    lanes[index].position += size
    let entry = JournalEntry(
      number: number, moment: lane.chunk.number(at: lane.position + 12),
      bytes: lane.chunk[(lane.position + EntryRing.prefix)..<(lane.position + size)],
      journalStart: journal.start)
    return entry.map(Step.entry) ?? .missed(1, upTo: number)
  }

  /// Asks to be told when there is more; false if there is already.
  func arm() -> Bool {
    let all = journal.lanes
    return all.count == lanes.count && all.allSatisfy { $0.arm(for: next) }
  }

  /// Copies what is there for lanes that have nothing left.
  private mutating func fill() {
    guard lanes.isEmpty || lanes.contains(where: \.isEmpty) else { return }
    // Before the lanes are looked for: every entry up to it is in one of them, or gone.
    let end = journal.last &+ 1
    for lane in journal.lanes where !lanes.contains(where: { $0.lane === lane }) {
      lanes.append(Lane(lane: lane))
    }
    for index in lanes.indices where lanes[index].isEmpty && lanes[index].knownBelow < end {
      lanes[index].fill(from: next, below: max(end, next))
    }
  }
}

extension [UInt8] {
  fileprivate func number(at offset: Int) -> UInt64 { fixed(at: offset, as: UInt64.self) }

  fileprivate func fixed<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as: Number.Type)
    -> Number
  {
    withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) }
  }
}
