import MicroHTTP
import Scenarios
import Synchronization

/// The running shared timelines, one for each version of a scenario.
///
/// Editing a scenario begins a new timeline. Clients of the old one stay with it, and it ends when the last of them leaves.
final class Timelines: Sendable {
  /// The most timelines that may run.
  static let limit = 128

  /// A client that follows a timeline.
  struct Membership {
    let timeline: Timeline
    var position: TimelineHistory.Position
    /// Whether the client's last event was found; nil if it named none.
    let isKnown: Bool?
  }

  enum Joining {
    case follows(Membership)
    /// The client has already received the last event, so nothing is left to send.
    case nothingLeft
    /// The limit of timelines is reached.
    case tooMany
  }

  private struct Key: Hashable {
    var name: String
    var fingerprint: Int

    init(_ scenario: Scenario) {
      name = scenario.name
      fingerprint = scenario.fingerprint
    }
  }

  private struct Running {
    var timeline: Timeline
    /// nil until it is started.
    var task: LoopTaskID?
  }

  private struct State {
    var running: [Key: Running] = [:]
    /// The versions in the current catalog; timelines of other versions end when their last client leaves.
    var current: Set<Key> = []
    var server: HTTPServer?
  }

  /// Not held during calls to a timeline: they wait until it has rendered what was due, and would block the other timelines meanwhile.
  private let state = Mutex(State())
  private let memory: StreamMemory

  init(memory: StreamMemory = StreamMemory()) { self.memory = memory }

  /// Sets the server on whose loops the timelines run.
  func connect(_ server: HTTPServer) { state.withLock { $0.server = server } }

  /// Adapts to a change of the catalog: starts timelines that begin on load, and retires those of removed versions.
  ///
  /// - Returns: names of scenarios whose timeline should have begun but did not, because too many run.
  @discardableResult
  func follow(removed: [Scenario], added: [Scenario]) -> [String] {
    let shared = added.filter { $0.timeline != nil }
    let old = state.withLock { state in
      for scenario in removed where scenario.timeline != nil { state.current.remove(Key(scenario)) }
      state.current.formUnion(shared.map(Key.init))
      return state.running.filter { !state.current.contains($0.key) }
    }
    for (key, running) in old {
      running.timeline.retire()
      finish(running.timeline, key)
    }
    var refused: [String] = []
    for scenario in shared where scenario.timeline?.start == .load {
      if let running = find(scenario) { start(running.timeline) } else { refused.append(scenario.name) }
    }
    return refused
  }

  /// Joins a client to the timeline of a scenario. The first client starts it.
  ///
  /// - Parameters:
  ///   - id: the ID of the client's last event.
  ///   - place: the place in the followed history where that event was injected by hand.
  func join(_ scenario: Scenario, after id: String?, place: UInt64? = nil, at now: UInt64) -> Joining {
    // A timeline that is over is replaced by a new one, which may end as well before this client joins it.
    for _ in 0..<8 {
      guard let timeline = find(scenario)?.timeline else { return .tooMany }
      switch timeline.join(after: id, place: place.flatMap { Int(exactly: $0) }, at: now) {
      case .follows(let position, let isKnown):
        // The client joins before the first step, which another loop may take immediately.
        start(timeline)
        return .follows(Membership(timeline: timeline, position: position, isKnown: isKnown))
      case .nothingLeft: return .nothingLeft
      case .isOver: forget(timeline, Key(scenario))
      }
    }
    return .tooMany
  }

  func leave(_ membership: Membership, at now: UInt64) {
    let timeline = membership.timeline
    let key = Key(timeline.scenario)
    timeline.leave(at: now)
    if !state.withLock({ $0.current.contains(key) }) { timeline.retire() }
    finish(timeline, key)
  }

  /// The running timelines of the scenario with this name: more than one if clients still follow an earlier version.
  func running(_ name: String) -> [Timeline] {
    state.withLock { state in state.running.filter { $0.key.name == name }.map(\.value.timeline) }
      .filter { !$0.isOver }
  }

  /// Passes a command to a timeline and wakes it; returns false if too much is waiting to be sent.
  func post(_ command: StreamHand.Command, to timeline: Timeline, at now: UInt64) -> Bool {
    guard timeline.obey(command, at: now) else { return false }
    start(timeline)
    return true
  }

  /// Returns the timeline of a scenario, a new one if none runs; nil if too many run.
  private func find(_ scenario: Scenario) -> Running? {
    let key = Key(scenario)
    let running = state.withLock { $0.running }
    if let found = running[key] { return found }
    guard let rules = scenario.timeline else { return nil }
    if running.count >= Self.limit {
      for (key, other) in running where other.timeline.isOver { forget(other.timeline, key) }
    }
    guard let server = state.withLock({ $0.server }) else { return nil }
    let made = Timeline(scenario, rules, memory: memory) { [weak server] in server?.wake($0) }
    return state.withLock { state in
      // Another loop may have made it meanwhile.
      if let found = state.running[key] { return found }
      guard state.running.count < Self.limit else { return nil }
      let running = Running(timeline: made, task: nil)
      state.running[key] = running
      return running
    }
  }

  /// Starts a timeline, or wakes it.
  private func start(_ timeline: Timeline) {
    state.withLock { state in
      let key = Key(timeline.scenario)
      guard let server = state.server, let running = state.running[key], running.timeline === timeline else {
        return
      }
      if let task = running.task {
        server.wake(task)
      } else {
        state.running[key]?.task = server.start(timeline)
      }
    }
  }

  private func forget(_ timeline: Timeline, _ key: Key) {
    state.withLock { state in
      guard state.running[key]?.timeline === timeline else { return }
      state.running[key] = nil
    }
  }

  /// Forgets a timeline that has stopped; its task ends the next time it runs.
  private func finish(_ timeline: Timeline, _ key: Key) {
    guard timeline.isStopped else { return }
    let (task, server) = state.withLock { state -> (LoopTaskID?, HTTPServer?) in
      guard let running = state.running[key], running.timeline === timeline else { return (nil, nil) }
      state.running[key] = nil
      return (running.task, state.server)
    }
    if let task { server?.wake(task) }
  }
}
