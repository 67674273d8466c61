import MicroHTTP
import Synchronization

/// The sessions that there are: how often each connected, its open streams, and its gates.
///
/// A session without a stream is forgotten after ten minutes; when there are too many, the one that rested longest goes first.
final class SessionRegistry: Sendable {
  static let restLimit: UInt64 = 600_000_000_000
  static let maximumCount = 10_000
  /// Openings of gates that no stream has come to yet, in one session.
  static let openingLimit = 1_000

  /// What came of opening a gate.
  struct Opening: Hashable, Sendable {
    /// Streams that go on, in the order of their numbers.
    var released: [StreamID] = []
    /// No stream waited: the next one that comes to the gate passes it.
    var isKept = false
  }

  struct Summary: Hashable, Sendable {
    /// Connections so far, by scenario.
    var attempts: [String: Int]
    var streams: [StreamID]
    /// Gates that streams wait at.
    var gates: [String]
  }

  private struct Session {
    /// Connections so far, by scenario.
    var attempts: [String: Int] = [:]
    var streams: Set<StreamID> = []
    /// When its last stream ended or it last connected; CLOCK_MONOTONIC, nanoseconds.
    var lastActive: UInt64
    /// Streams that wait at a gate, with its name.
    var waiting: [StreamID: String] = [:]
    /// Streams whose gate was opened while they waited.
    var released: Set<StreamID> = []
    /// Openings that no stream has come to yet, by gate; nil stands for whichever comes first.
    var openings: [String?: Int] = [:]
  }

  private struct State {
    var sessions: [SessionKey: Session] = [:]
    var nextSweep: UInt64 = 0
    /// How many sessions there may be before the next look through all of them.
    var sweepCount: Int
    var wake: (@Sendable (StreamID) -> Void)?
  }

  private let state: Mutex<State>
  private let maximumCount: Int

  init(maximumCount: Int = SessionRegistry.maximumCount) {
    self.maximumCount = maximumCount
    state = Mutex(State(sweepCount: maximumCount))
  }

  var count: Int { state.withLock { $0.sessions.count } }

  /// Says how a stream that goes on is told so.
  func onRelease(_ wake: @escaping @Sendable (StreamID) -> Void) {
    state.withLock { $0.wake = wake }
  }

  // MARK: Connections

  /// Counts a connection of a session to a scenario.
  ///
  /// - Returns: 1 for the first connection, 2 for the second, …
  func connect(_ key: SessionKey, scenario: String, at now: UInt64) -> Int {
    state.withLock { state in
      sweep(&state, at: now)
      var attempts = state.sessions[key]?.attempts ?? [:]
      // A session that asks for ever new scenarios stays small.
      if attempts.count >= 64, attempts[scenario] == nil { attempts = [:] }
      let attempt = min(attempts[scenario] ?? 0, Int.max - 1) + 1
      attempts[scenario] = attempt
      state.sessions[key, default: Session(lastActive: now)].attempts = attempts
      state.sessions[key]?.lastActive = now
      return attempt
    }
  }

  func opened(_ stream: StreamID, of key: SessionKey, at now: UInt64) {
    state.withLock { state in
      // In place: many clients may share a session, and a copy of its streams for each would cost too much.
      if state.sessions[key]?.streams.insert(stream) == nil {
        state.sessions[key] = Session(streams: [stream], lastActive: now)
      }
    }
  }

  func ended(_ stream: StreamID, of key: SessionKey, at now: UInt64) {
    state.withLock { state in
      state.sessions[key]?.streams.remove(stream)
      state.sessions[key]?.waiting[stream] = nil
      state.sessions[key]?.released.remove(stream)
      state.sessions[key]?.lastActive = now
    }
  }

  /// Forgets a session now; its open streams play on or wait on, and its next connection is the first.
  ///
  /// - Returns: Whether there was one.
  @discardableResult
  func forget(_ key: SessionKey) -> Bool {
    let (session, wake) = state.withLock { ($0.sessions.removeValue(forKey: key), $0.wake) }
    // Streams that wait come to their gate anew.
    if let session, let wake { session.waiting.keys.forEach(wake) }
    return session != nil
  }

  // MARK: Gates

  /// Whether a stream at a gate goes on; if not, it waits there from now on.
  func passes(_ stream: StreamID, gate: String, of key: SessionKey, at now: UInt64) -> Bool {
    state.withLock { state in
      var session = state.sessions[key] ?? Session(lastActive: now)
      defer { state.sessions[key] = session }
      if session.released.remove(stream) != nil { return true }
      for name in [gate, nil] {
        if let count = session.openings[name] {
          session.openings[name] = count > 1 ? count - 1 : nil
          session.waiting[stream] = nil
          return true
        }
      }
      session.streams.insert(stream)
      session.waiting[stream] = gate
      return false
    }
  }

  /// Opens a gate once: streams that wait at it go on, or else the next stream that comes to it.
  ///
  /// - Parameter gate: nil for whichever gate a stream waits at, or comes to next.
  /// - Returns: nil when too many openings wait for a stream already.
  func open(_ gate: String?, of key: SessionKey, at now: UInt64) -> Opening? {
    let (opening, wake) = state.withLock { state -> (Opening?, (@Sendable (StreamID) -> Void)?) in
      sweep(&state, at: now)
      var session = state.sessions[key] ?? Session(lastActive: now)
      session.lastActive = now
      defer { state.sessions[key] = session }
      let streams = session.waiting.filter { gate == nil || $0.value == gate }.keys.sorted {
        $0.number < $1.number
      }
      if streams.isEmpty {
        guard session.openings.values.reduce(0, +) < Self.openingLimit else { return (nil, nil) }
        session.openings[gate] = (session.openings[gate] ?? 0) + 1
        return (Opening(isKept: true), nil)
      }
      for stream in streams {
        session.waiting[stream] = nil
        session.released.insert(stream)
      }
      return (Opening(released: streams), state.wake)
    }
    if let opening, let wake { opening.released.forEach(wake) }
    return opening
  }

  /// How a session stands; nil for one that is not known.
  func summary(of key: SessionKey) -> Summary? {
    state.withLock { state in
      state.sessions[key].map { session in
        Summary(
          attempts: session.attempts, streams: session.streams.sorted { $0.number < $1.number },
          gates: Set(session.waiting.values).sorted())
      }
    }
  }

  /// Forgets sessions at rest; looks through all of them once a second at most, or when there are too many.
  private func sweep(_ state: inout State, at now: UInt64) {
    guard state.sessions.count >= state.sweepCount || now >= state.nextSweep else { return }
    state.nextSweep = now + 1_000_000_000
    // Sessions with streams stay, however many: then it is a tenth more until the next look.
    defer { state.sweepCount = max(maximumCount, state.sessions.count + maximumCount / 10) }
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
