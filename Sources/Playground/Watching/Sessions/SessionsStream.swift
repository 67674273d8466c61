import MicroHTTP

/// Plays what happens to sessions as an event stream.
///
///     event: opened
///     id: 5f3a9c02-17
///     data: {"stream":"1f","session":"auto-9c3b","scenario":"counter",…}
///
/// It begins with an event `ready` when the client sent no Last-Event-ID, and with `reset` when it sent one that means
/// nothing any more: either way the list is to be read (again). Otherwise with what the client missed.
struct SessionsStream: StreamProducer {
  /// Changes told at once.
  private static let limit = 200
  /// Between two bursts of changes.
  private static let pace: UInt64 = 100_000_000
  /// Between two tellings of progress.
  private static let progressPace: UInt64 = 1_000_000_000

  let sessions: SessionRegistry
  let stream: StreamID
  /// Whether a session is told of.
  private let isTold: @Sendable (SessionKey) -> Bool
  private var state: FeedState
  private var nextProgress: UInt64 = 0
  /// Progress is told of streams that sent something since then, of those with greater numbers first.
  private var progressSince: UInt64 = 0
  private var progressStart: UInt64 = 0
  private var lastNumber: UInt64 = 0

  init(
    sessions: SessionRegistry, stream: StreamID, lastEventID: String?,
    isTold: @escaping @Sendable (SessionKey) -> Bool = { _ in true }
  ) {
    self.isTold = isTold
    self.sessions = sessions
    self.stream = stream
    state = FeedState(lastEventID: lastEventID)
  }

  mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
    if let head = state.head(now) {
      progressSince = now
      progressStart = now
      nextProgress = now &+ Self.progressPace
      return head
    }
    guard let known = state.position else {
      state.begin("ready", at: sessions.lastChangeID, &buffer)
      return state.wait(until: now, now, &buffer)
    }
    switch sessions.changes(after: known, for: stream, limit: Self.limit, at: now) {
    case .elements(let changes) where changes.isEmpty:
      let isAnyOpen = tellProgress(now, &buffer)
      return state.wait(until: isAnyOpen ? nextProgress : .max, now, &buffer)
    case .elements(let changes):
      for (id, change) in changes {
        if isTold(change.session) { append(change, id: id, at: now, to: &buffer) }
        state.position = id
      }
      return state.wait(until: now &+ Self.pace, now, &buffer)
    case .unknown:
      state.begin("reset", at: sessions.lastChangeID, &buffer)
      return state.wait(until: now &+ Self.pace, now, &buffer)
    }
  }

  mutating func drain(into buffer: inout [UInt8]) { buffer += EventText.retry }

  mutating func ended(_ summary: StreamSummary) { sessions.stopListening(stream) }

  private func append(_ change: SessionChange, id: String, at now: UInt64, to buffer: inout [UInt8]) {
    switch change {
    case .opened(let record): EventText.append("opened", id: id, data: record.json(at: now), to: &buffer)
    case .ended(let record): EventText.append("ended", id: id, data: record.json(at: now), to: &buffer)
    case .forgotten(let key):
      EventText.append("forgotten", id: id, data: ["session": .string(key.description)], to: &buffer)
    }
  }

  /// Tells how far streams have come, of some at a time if they are many.
  ///
  /// - Returns: Whether a stream is open.
  private mutating func tellProgress(_ now: UInt64, _ buffer: inout [UInt8]) -> Bool {
    guard now >= nextProgress else { return true }
    nextProgress = now &+ Self.progressPace
    guard let active = sessions.progress(since: progressSince, where: isTold) else { return false }
    let rest = active.drop { $0.record.id.number <= lastNumber }
    let told = rest.prefix(SessionRegistry.progressLimit)
    if told.count < rest.count, let last = told.last {
      lastNumber = last.record.id.number
    } else {
      lastNumber = 0
      progressSince = progressStart
      progressStart = now
    }
    if !told.isEmpty {
      EventText.append(
        "progress", id: nil, data: ["streams": .array(told.map { $0.progress(at: now) })], to: &buffer)
    }
    return true
  }
}
