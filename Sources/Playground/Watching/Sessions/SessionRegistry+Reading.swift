import MicroHTTP
import Platform

extension SessionRegistry {
  /// The most open streams whose progress is reported at a time.
  static let progressLimit = 500

  /// Returns the state of a session; nil if it is not known.
  func summary(of key: SessionKey, at now: UInt64 = Monotonic.now) -> SessionSummary? {
    update { state in
      sweep(&state, at: now)
      return state.sessions[key].map { SessionSummary(key, $0) }
    }
  }

  /// Returns all sessions with open streams and all of these streams, then the sessions at rest that were active last.
  ///
  /// - Parameters:
  ///   - limit: the most sessions at rest.
  ///   - isOpen: whether only sessions with open streams, and only their open streams, are listed.
  ///   - isTold: whether a session is counted and listed.
  /// - Returns: the list, each of its two groups newest first, and the number of sessions.
  func summaries(
    limit: Int, isOpen: Bool, at now: UInt64 = Monotonic.now,
    where isTold: (SessionKey) -> Bool = { _ in true }
  ) -> (list: [SessionSummary], total: Int) {
    typealias Known = (key: SessionKey, lastActive: UInt64)
    var (open, atRest) = update { state -> ([Known], [Known]) in
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

  var lastChangeID: String { state.withLock { $0.changes.lastID } }

  /// Returns the changes after the one with this ID. If there are none, the stream is woken by the next one.
  func changes(after id: String, for stream: StreamID, limit: Int, at now: UInt64)
    -> NumberedLog<SessionChange>.Backlog
  {
    update { sweep(&$0, at: now) }
    return state.withLock { state in
      let backlog = state.changes.elements(after: id, limit: limit)
      if case .elements(let elements) = backlog, elements.isEmpty { state.listeners.insert(stream) }
      return backlog
    }
  }

  func stopListening(_ stream: StreamID) { state.withLock { _ = $0.listeners.remove(stream) } }

  /// Returns the open streams that sent something since a moment, ordered by number.
  ///
  /// - Parameter isTold: whether the streams of a session are included.
  /// - Returns: nil if no stream is open.
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
