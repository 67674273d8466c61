import MicroHTTP

/// What is told of sessions.
extension SessionRegistry {
  /// Open streams listed of one session.
  static let streamLimit = 100
  /// Open streams whose progress is told at once.
  static let progressLimit = 500

  /// How a session stands; nil for one that is not known.
  func summary(of key: SessionKey, at now: UInt64 = Monotonic.now) -> SessionSummary? {
    tell { state in
      sweep(&state, at: now)
      return state.sessions[key].map { SessionSummary(key, $0, limit: Self.streamLimit) }
    }
  }

  /// The sessions that were active last, newest first, and how many there are.
  ///
  /// - Parameters:
  ///   - limit: sessions at most.
  ///   - isOpen: only sessions with open streams, and only those.
  func summaries(limit: Int, isOpen: Bool, at now: UInt64 = Monotonic.now) -> (
    list: [SessionSummary], total: Int
  ) {
    let all = tell { state in
      sweep(&state, at: now)
      return state.sessions.compactMap { key, session in
        isOpen && session.streams.isEmpty ? nil : (key: key, lastActive: session.lastActive)
      }
    }
    let latest = all.sorted { ($0.lastActive, $0.key.description) > ($1.lastActive, $1.key.description) }
      .prefix(limit)
    // Together not many more streams than one session may list.
    let share = max(5, 5 * Self.streamLimit / max(latest.count, 1))
    let list = state.withLock { state in
      latest.compactMap { key, _ in
        state.sessions[key].map {
          SessionSummary(key, $0, limit: min(share, Self.streamLimit), includingEnded: !isOpen)
        }
      }
    }
    return (list, all.count)
  }

  // MARK: Changes

  /// The ID of the last change.
  var lastChangeID: String { state.withLock { $0.changes.lastID } }

  /// What happened after the change of that ID. If nothing did, the stream is woken when something does.
  func changes(after id: String, for stream: StreamID, limit: Int, at now: UInt64)
    -> NumberedLog<SessionChange>.Backlog
  {
    tell { sweep(&$0, at: now) }
    return state.withLock { state in
      let backlog = state.changes.elements(after: id, limit: limit)
      if case .elements(let elements) = backlog, elements.isEmpty { state.listeners.insert(stream) }
      return backlog
    }
  }

  func stopListening(_ stream: StreamID) { state.withLock { _ = $0.listeners.remove(stream) } }

  /// Open streams that sent something since a moment, by number.
  ///
  /// - Returns: nil when no stream is open.
  func progress(since moment: UInt64) -> [SessionSummary.Stream]? {
    state.withLock { state in
      var isOpen = false
      var found: [SessionSummary.Stream] = []
      for session in state.sessions.values {
        for record in session.streams.values {
          isOpen = true
          guard record.lastSent.load(ordering: .relaxed) >= moment else { continue }
          found.append(SessionSummary.Stream(record: record, gate: session.waiting[record.id]))
        }
      }
      return isOpen ? found : nil
    }?.sorted { $0.record.id.number < $1.record.id.number }
  }

  // MARK: Journals

  func journal(of key: SessionKey) -> SessionJournal? { state.withLock { $0.sessions[key]?.journal } }

  /// Whether a session is there, or one of its streams if one is named.
  func has(_ key: SessionKey) -> Bool { state.withLock { $0.sessions[key] != nil } }

  func watch(_ key: SessionKey, _ reader: StreamID) {
    state.withLock { _ = $0.watchers[key, default: []].insert(reader) }
  }

  func stopWatching(_ key: SessionKey, _ reader: StreamID) {
    state.withLock { state in
      state.watchers[key]?.remove(reader)
      if state.watchers[key]?.isEmpty == true { state.watchers[key] = nil }
    }
  }
}
