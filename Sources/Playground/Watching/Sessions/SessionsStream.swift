import MicroHTTP

/// Sends changes to sessions as an event stream.
///
///     event: opened
///     id: 5f3a9c02-17
///     data: {"stream":"1f","session":"auto-9c3b","scenario":"counter",…}
///
/// It begins with the event `ready` if the client sent no Last-Event-ID, and with `reset` if the ID it sent is no longer known: in both
/// cases the client has to read the list (again). Otherwise it begins with the changes that the client missed.
struct SessionsStream: StreamProducer {
  /// The most changes of one burst.
  private static let limit = 200
  /// Nanoseconds between two bursts of changes.
  private static let pace: UInt64 = 100_000_000
  /// Nanoseconds between two events with progress.
  private static let progressPace: UInt64 = 1_000_000_000

  let sessions: SessionRegistry
  let stream: StreamID
  /// Whether the client is told of a session.
  private let isTold: @Sendable (SessionKey) -> Bool
  private var state: FeedState
  private var nextProgress: UInt64 = 0
  /// Progress is sent for streams that sent something since then; if there are many, those after `lastNumber` come first.
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
    let backlog = state.position.map {
      sessions.changes(after: $0, for: stream, limit: Self.limit, at: now)
    }
    if backlog?.isEmpty == true {
      let isAnyOpen = tellProgress(now, &buffer)
      return state.wait(until: isAnyOpen ? nextProgress : .max, now, &buffer)
    }
    for (id, change) in state.take(backlog, lastID: sessions.lastChangeID, &buffer)
    where isTold(change.session) {
      append(change, id: id, at: now, to: &buffer)
    }
    // Further changes wake the stream only after `changes(after:)` has found none.
    return state.wait(until: backlog == nil ? now : now &+ Self.pace, now, &buffer)
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

  /// Sends the progress of streams, at most `progressLimit` at a time.
  ///
  /// - Returns: whether a stream is open.
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
