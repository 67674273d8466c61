import MicroHTTP
import Platform

/// What is told of sessions.
extension SessionRegistry {
  /// Open streams whose progress is told at once.
  static let progressLimit = 500

  /// How a session stands; nil for one that is not known.
  func summary(of key: SessionKey, at now: UInt64 = Monotonic.now) -> SessionSummary? {
    tell { state in
      sweep(&state, at: now)
      return state.sessions[key].map { SessionSummary(key, $0) }
    }
  }

  /// The sessions that have open streams, all of them with all of those, then the ones at rest that were active last.
  ///
  /// - Parameters:
  ///   - limit: sessions at rest at most.
  ///   - isOpen: only sessions with open streams, and only those.
  ///   - isTold: whether a session is counted and listed.
  /// - Returns: the list, each part of it newest first, and how many sessions there are.
  func summaries(
    limit: Int, isOpen: Bool, at now: UInt64 = Monotonic.now,
    where isTold: (SessionKey) -> Bool = { _ in true }
  ) -> (list: [SessionSummary], total: Int) {
    typealias Known = (key: SessionKey, lastActive: UInt64)
    var (open, atRest) = tell { state -> ([Known], [Known]) in
      sweep(&state, at: now)
      var open: [Known] = []
      var atRest: [Known] = []
      for (key, session) in state.sessions where isTold(key) {
        if !session.streams.isEmpty {
          open.append((key, session.lastActive))
        } else if !isOpen {
          atRest.append((key, session.lastActive))
        }
      }
      return (open, atRest)
    }
    let isLater = { (one: Known, other: Known) in
      (one.lastActive, one.key.description) > (other.lastActive, other.key.description)
    }
    open.sort(by: isLater)
    atRest.sort(by: isLater)
    let listed = open + atRest.prefix(limit)
    let list = state.withLock { state in
      listed.compactMap { key, _ in
        state.sessions[key].map { SessionSummary(key, $0, includingEnded: !isOpen) }
      }
    }
    return (list, open.count + atRest.count)
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
  /// - Parameter isTold: whether a session's streams are told of.
  /// - Returns: nil when no stream is open.
  func progress(since moment: UInt64, where isTold: (SessionKey) -> Bool = { _ in true })
    -> [SessionSummary.Stream]?
  {
    state.withLock { state in
      var isOpen = false
      var found: [SessionSummary.Stream] = []
      for (key, session) in state.sessions where isTold(key) {
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
