import MicroHTTP

/// Sends a session's journal as an event stream: the kept entries, then new ones as they are recorded.
///
///     event: write
///     id: 5f3a9c02-17
///     data: {"stream":"1f","time":"2026-11-22T10:00:00.000Z","at":12.5,"offset":0,"parts":[…],"length":9,"data":"ZGF0YTogYQoK"}
///
/// It waits for a session that does not exist yet. A reader that is too slow or comes late is told how many entries it missed.
struct JournalStream: StreamProducer {
  /// The most bytes and the most entries of one turn.
  private static let byteBudget = 65_536
  private static let entryBudget = 2_000

  let sessions: SessionRegistry
  let key: SessionKey
  let stream: StreamID
  /// The number of the only stream whose entries are sent; nil for all.
  let filter: UInt64?
  /// Whether it continues after the kept entries.
  let follows: Bool
  private var state: FeedState
  private var isReading = false
  private var cursor: JournalCursor?
  /// The ordinal of the filtered stream's next entry; nil if it is not known.
  private var nextOrdinal: UInt64?

  init(
    sessions: SessionRegistry, key: SessionKey, stream: StreamID, filter: UInt64?, follows: Bool,
    lastEventID: String?
  ) {
    self.sessions = sessions
    self.key = key
    self.stream = stream
    self.filter = filter
    self.follows = follows
    state = FeedState(lastEventID: lastEventID)
  }

  mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
    if let head = state.head(now) {
      sessions.watch(key, stream)
      return head
    }
    if !isReading { buffer += EventText.retry }
    isReading = true
    guard let journal = sessions.journal(of: key) else {
      return follows ? state.wait(now, &buffer) : .end(.complete)
    }
    var cursor = place(in: journal, at: now, &buffer)
    defer { self.cursor = cursor }
    for _ in 0..<Self.entryBudget where buffer.count < Self.byteBudget {
      switch cursor.step() {
      case .entry(let entry): append(entry, in: journal, &buffer)
      case .missed(let count, let number):
        if filter == nil { appendMissed(count, upTo: number, in: journal, &buffer) }
      case .end:
        if !follows { return .end(.complete) }
        if cursor.arm() { return state.wait(now, &buffer) }
      }
    }
    state.lastSent = now
    return .yield
  }

  mutating func drain(into buffer: inout [UInt8]) { buffer += EventText.retry }

  mutating func ended(_ summary: StreamSummary) { sessions.stopWatching(key, stream) }

  /// Returns the position in the session's journal. The journal may have been replaced since the last call.
  private mutating func place(in journal: SessionJournal, at now: UInt64, _ buffer: inout [UInt8])
    -> JournalCursor
  {
    if let cursor, cursor.journal === journal { return cursor }
    journal.expire(before: now - min(SessionJournal.ageLimit, now))
    var number: UInt64?
    if let known = state.position, let last = journal.name.number(in: known), last <= journal.last {
      number = last + 1
    } else if cursor != nil || state.position != nil {
      EventText.append("reset", id: nil, data: [:], to: &buffer)
    }
    state.position = nil
    nextOrdinal = number == nil && journal.first == 1 ? 0 : nil
    return JournalCursor(journal, from: number)
  }

  private mutating func append(_ entry: JournalEntry, in journal: SessionJournal, _ buffer: inout [UInt8]) {
    if let filter {
      guard entry.stream == filter else { return }
      if let nextOrdinal, entry.ordinal > nextOrdinal {
        appendMissed(entry.ordinal - nextOrdinal, upTo: entry.number - 1, in: journal, &buffer)
      }
      nextOrdinal = entry.ordinal + 1
    }
    EventText.begin(entry.event, id: journal.name.id(entry.number), in: &buffer)
    entry.append(to: &buffer, in: journal)
    EventText.end(&buffer)
  }

  private func appendMissed(
    _ count: UInt64, upTo number: UInt64, in journal: SessionJournal, _ buffer: inout [UInt8]
  ) {
    EventText.append(
      "missed", id: journal.name.id(number), data: ["entries": .int(Int(clamping: count))], to: &buffer)
  }
}
