import MicroHTTP
import Synchronization

/// The sessions that there are: how often each connected, and its open streams.
///
/// A session without a stream is forgotten after ten minutes; when there are too many, the one that rested longest goes first.
final class SessionRegistry: Sendable {
  static let restLimit: UInt64 = 600_000_000_000
  static let maximumCount = 10_000

  private struct Session {
    /// Connections so far, by scenario.
    var attempts: [String: Int] = [:]
    var streams: Set<StreamID> = []
    /// When its last stream ended or it last connected; CLOCK_MONOTONIC, nanoseconds.
    var lastActive: UInt64
  }

  private struct State {
    var sessions: [SessionKey: Session] = [:]
    var nextSweep: UInt64 = 0
  }

  private let state = Mutex(State())
  private let maximumCount: Int

  init(maximumCount: Int = SessionRegistry.maximumCount) { self.maximumCount = maximumCount }

  var count: Int { state.withLock { $0.sessions.count } }

  /// Counts a connection of a session to a scenario.
  ///
  /// - Returns: 1 for the first connection, 2 for the second, …
  func connect(_ key: SessionKey, scenario: String, at now: UInt64) -> Int {
    state.withLock { state in
      sweep(&state, at: now)
      var session = state.sessions[key] ?? Session(lastActive: now)
      session.lastActive = now
      // A session that asks for ever new scenarios stays small.
      if session.attempts.count >= 64, session.attempts[scenario] == nil { session.attempts = [:] }
      let attempt = min(session.attempts[scenario] ?? 0, Int.max - 1) + 1
      session.attempts[scenario] = attempt
      state.sessions[key] = session
      return attempt
    }
  }

  func opened(_ stream: StreamID, of key: SessionKey, at now: UInt64) {
    state.withLock { state in
      var session = state.sessions[key] ?? Session(lastActive: now)
      session.streams.insert(stream)
      state.sessions[key] = session
    }
  }

  func ended(_ stream: StreamID, of key: SessionKey, at now: UInt64) {
    state.withLock { state in
      state.sessions[key]?.streams.remove(stream)
      state.sessions[key]?.lastActive = now
    }
  }

  /// Forgets a session now; its open streams play on, and its next connection is the first.
  ///
  /// - Returns: Whether there was one.
  @discardableResult
  func forget(_ key: SessionKey) -> Bool {
    state.withLock { $0.sessions.removeValue(forKey: key) != nil }
  }

  /// Forgets sessions at rest; looks through all of them once a second at most, or when there are too many.
  private func sweep(_ state: inout State, at now: UInt64) {
    let isFull = state.sessions.count >= maximumCount
    guard isFull || now >= state.nextSweep else { return }
    state.nextSweep = now + 1_000_000_000
    state.sessions = state.sessions.filter { _, session in
      !session.streams.isEmpty || now - min(session.lastActive, now) < Self.restLimit
    }
    guard state.sessions.count >= maximumCount else { return }
    let atRest = state.sessions.filter { $0.value.streams.isEmpty }.sorted {
      $0.value.lastActive < $1.value.lastActive
    }
    // A tenth at once, so that a full registry is not looked through at every connection.
    for (key, _) in atRest.prefix(max(1, maximumCount / 10)) { state.sessions[key] = nil }
  }
}
