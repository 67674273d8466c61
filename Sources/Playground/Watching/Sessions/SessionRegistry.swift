import MicroHTTP
import Synchronization

/// All sessions: how often each connected, its streams, its gates and its journal.
///
/// A session without a stream is forgotten after ten minutes. If there are too many, those that have rested longest are forgotten first.
final class SessionRegistry: Sendable {
  static let restLimit: UInt64 = 600_000_000_000
  static let maximumCount = 10_000
  /// The most ended streams kept in all sessions together. Above this, each session keeps only its last one.
  static let endedLimit = 2_000
  /// Changes that are kept for followers.
  static let changeLimit = 1_000

  struct State {
    var sessions: [SessionKey: Session] = [:]
    var endedCount = 0
    /// Bytes of values that wait at gates, and of IDs that were injected by hand.
    var mailWeight = 0
    var injectedWeight = 0
    var nextSweep: UInt64 = 0
    /// The number of sessions that triggers a sweep even before `nextSweep`.
    var sweepCount: Int
    var control = StreamControl()
    var changes: NumberedLog<SessionChange>
    /// The readers of changes that have read everything so far.
    var listeners: Set<StreamID> = []
    /// The readers of journals.
    var watchers: [SessionKey: Set<StreamID>] = [:]
  }

  let state: Mutex<State>
  private let maximumCount: Int
  private let budget: JournalBudget?
  var keepsJournals: Bool { budget != nil }
  private let loops: Int

  /// - Parameters:
  ///   - budget: the memory of journals; nil to keep none.
  ///   - loops: the number of the server's loops. Streams whose numbers differ by a multiple of it are played by the same loop.
  init(
    maximumCount: Int = SessionRegistry.maximumCount, budget: JournalBudget? = nil, loops: Int = 1,
    name: UInt32 = .random(in: .min ... .max)
  ) {
    self.maximumCount = maximumCount
    self.budget = budget
    self.loops = max(loops, 1)
    state = Mutex(
      State(
        sweepCount: maximumCount,
        changes: NumberedLog(name: NumberedName(name), capacity: Self.changeLimit)))
  }

  var count: Int { state.withLock { $0.sessions.count } }

  /// Sets how streams are reached.
  func connect(_ control: StreamControl) { state.withLock { $0.control = control } }

  // MARK: Connections

  /// Counts a connection of a session to a scenario.
  ///
  /// - Returns: 1 for the first connection, 2 for the second, …
  func connect(_ key: SessionKey, scenario: String, at now: UInt64) -> Int {
    update { state in
      sweep(&state, at: now)
      state.sessions[key, default: Session(lastActive: now)].lastActive = now
      return state.sessions[key, default: Session(lastActive: now)].connect(to: scenario)
    }
  }

  /// Returns the run of a request: a request that resumes continues the session's last run of the scenario, any other begins a new one.
  ///
  /// - Parameter next: the run that the request would begin.
  /// - Returns: the run, and whether it was known.
  func run(
    of key: SessionKey, scenario: String, isComingBack: Bool, beginning next: SessionRun
  ) -> (run: SessionRun, isKnown: Bool) {
    state.withLock { state in
      if isComingBack, let known = state.sessions[key]?.runs[scenario] { return (known, true) }
      state.sessions[key]?.runs[scenario] = next
      return (next, false)
    }
  }

  /// Registers a stream that begins.
  ///
  /// - Returns: the recorder for the stream.
  func open(_ record: StreamRecord) -> StreamRecorder {
    let (journal, watchers, control) = update { state -> (SessionJournal?, Set<StreamID>, StreamControl) in
      // In place: many clients may share a session, and copying its streams for each would cost too much.
      if state.sessions[record.session]?.streams.updateValue(record, forKey: record.id) == nil,
        state.sessions[record.session] == nil
      {
        state.sessions[record.session] = Session(streams: [record.id: record], lastActive: record.started)
      }
      let client = state.sessions[record.session]?.clients.number(for: record) ?? 0
      record.client.store(client, ordering: .relaxed)
      var journal = state.sessions[record.session]?.journal
      if journal == nil, let budget {
        journal = makeJournal(of: record.session, budget, at: record.started, wall: record.wallStarted)
        state.sessions[record.session]?.journal = journal
      }
      state.changes.append(.opened(record))
      return (journal, state.watchers[record.session] ?? [], state.control)
    }
    watchers.forEach(control.wake)
    return StreamRecorder(record, in: journal, part: journal?.part(Int(record.id.number % UInt64(loops))))
  }

  /// Records a browser's preflight.
  ///
  /// - Parameter cors: why the page may not send its request, with advice; nil if it may.
  func notePreflight(_ request: Request, of key: SessionKey, cors: String?, at now: UInt64, wall: Int64) {
    let journal = update { state -> SessionJournal? in
      sweep(&state, at: now)
      state.sessions[key, default: Session(lastActive: now)].lastActive = now
      if state.sessions[key]?.journal == nil, let budget {
        state.sessions[key]?.journal = makeJournal(of: key, budget, at: now, wall: wall)
      }
      return state.sessions[key]?.journal
    }
    guard let journal else { return }
    let texts = [
      request.headerFields[.origin] ?? "", request.headerFields[.accessControlRequestMethod] ?? "",
      MaskedURL.text(request.target),
    ].map { String($0.prefix(512)) }
    let room =
      texts.reduce(0) { $0 + EntryWriter.room(for: $1) } + EntryWriter.room(for: cors ?? "")
      + EntryWriter.longestNumber
    journal.record(.preflight, at: now, in: journal.part(0), started: now, room: room) { writer in
      for text in texts { writer.append(text) }
      writer.append(cors)
    }
  }

  /// Records the events that a client reports as dispatched.
  ///
  /// - Returns: whether the session exists and has a journal.
  func noteDispatched(_ events: [JournalEntry.Dispatched], of key: SessionKey, at now: UInt64) -> Bool {
    guard let journal = journal(of: key) else { return false }
    for event in events {
      let room = [event.type, event.lastEventID].reduce(0) { $0 + EntryWriter.room(for: $1 ?? "") + 1 }
      var data = event.data
      data.withUTF8 { bytes in
        journal.record(
          .dispatched, at: now, in: journal.part(0), started: now, room: room,
          data: UnsafeRawBufferPointer(bytes)
        ) { writer in
          writer.append(event.type)
          writer.append(event.lastEventID)
        }
      }
    }
    return true
  }

  private func makeJournal(of key: SessionKey, _ budget: JournalBudget, at now: UInt64, wall: Int64)
    -> SessionJournal
  {
    SessionJournal(budget: budget, start: now, wallStart: wall) { [weak self] in self?.wakeWatchers(of: key) }
  }

  /// Registers the end of a stream; the record contains how it ended.
  func ended(_ record: StreamRecord, at now: UInt64) {
    update { state in
      let isOverfull = state.endedCount >= Self.endedLimit
      // In place, as in `open`.
      state.endedCount += state.withMail(of: record.session, mayAdd: false) { state in
        state.sessions[record.session]?.end(record, isOverfull: isOverfull, at: now) ?? 0
      }
      state.changes.append(.ended(record))
    }
  }

  /// Forgets a session now: its next connection is its first. Its open streams stay in it, and continue to play or wait.
  ///
  /// - Returns: whether there was one.
  @discardableResult
  func forget(_ key: SessionKey) -> Bool {
    update { state in
      guard let session = state.sessions[key] else { return false }
      remove(key, from: &state)
      if !session.streams.isEmpty {
        session.journal?.forget()
        state.sessions[key] = Session(
          streams: session.streams, lastActive: session.lastActive, waiting: session.waiting,
          released: session.released.mapValues { _ in nil }, mail: session.mailWithoutValues,
          journal: session.journal, clients: session.clients)
        for stream in session.streams.values.sorted(by: { $0.id.number < $1.id.number }) {
          state.changes.append(.opened(stream))
        }
      }
      return true
    }
  }

  /// Ends an open stream of a session.
  ///
  /// - Returns: whether there was one.
  func end(_ stream: StreamID, of key: SessionKey, _ ending: StreamEnding) -> Bool {
    let control = state.withLock { $0.sessions[key]?.streams[stream] == nil ? nil : $0.control }
    control?.end(stream, ending)
    return control != nil
  }

  // MARK: Forgetting

  /// Forgets sessions at rest. It searches them at most once a second, unless there are too many.
  func sweep(_ state: inout State, at now: UInt64) {
    guard state.sessions.count >= state.sweepCount || now >= state.nextSweep else { return }
    state.nextSweep = now + 1_000_000_000
    // Sessions with streams always stay, so the next early sweep comes only when a tenth more sessions exist.
    defer { state.sweepCount = max(maximumCount, state.sessions.count + maximumCount / 10) }
    var atRest: [(key: SessionKey, lastActive: UInt64)] = []
    for (key, session) in state.sessions where session.isAtRest {
      atRest.append((key, session.lastActive))
    }
    for (key, lastActive) in atRest where now - min(lastActive, now) >= Self.restLimit {
      remove(key, from: &state)
    }
    guard state.sessions.count >= maximumCount else { return }
    atRest.removeAll { state.sessions[$0.key] == nil }
    atRest.sort { $0.lastActive < $1.lastActive }
    // Removes a tenth at a time, so that a full registry is not searched at every connection.
    for (key, _) in atRest.prefix(max(1, maximumCount / 10)) { remove(key, from: &state) }
  }

  private func remove(_ key: SessionKey, from state: inout State) {
    guard let session = state.sessions.removeValue(forKey: key) else { return }
    state.endedCount -= session.ended.count
    state.mailWeight -= session.mailWeight
    state.injectedWeight -= session.injectedIDs.weight
    state.changes.append(.forgotten(key))
  }

  // MARK: Waking readers

  /// Changes the state, and wakes the listeners if this recorded a change.
  func update<Result: Sendable>(_ change: (inout State) -> Result) -> Result {
    let (result, listeners, control) = state.withLock { state -> (Result, Set<StreamID>, StreamControl) in
      let before = state.changes.last
      let result = change(&state)
      guard state.changes.last != before, !state.listeners.isEmpty else { return (result, [], state.control) }
      defer { state.listeners = [] }
      return (result, state.listeners, state.control)
    }
    listeners.forEach(control.wake)
    return result
  }

  private func wakeWatchers(of key: SessionKey) {
    let (watchers, control) = state.withLock { ($0.watchers[key] ?? [], $0.control) }
    watchers.forEach(control.wake)
  }
}

enum SessionChange: Sendable {
  case opened(StreamRecord)
  case ended(StreamRecord)
  case forgotten(SessionKey)

  var session: SessionKey {
    switch self {
    case .opened(let record), .ended(let record): record.session
    case .forgotten(let key): key
    }
  }
}

/// Wakes or ends streams that are playing.
struct StreamControl: Sendable {
  /// Makes the server ask a stream again.
  var wake: @Sendable (StreamID) -> Void = { _ in }
  var end: @Sendable (StreamID, StreamEnding) -> Void = { _, _ in }
}
