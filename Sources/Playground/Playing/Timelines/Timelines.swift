import MicroHTTP
import Scenarios
import Synchronization

/// The shared timelines that run, one for each version of a scenario.
///
/// A scenario that was edited begins a new one; those who follow the old one stay with it, and it ends with the last of them.
final class Timelines: Sendable {
  /// How many may run at once.
  static let limit = 128

  /// A client that follows a timeline.
  struct Membership {
    let timeline: Timeline
    var position: TimelineHistory.Position
    /// nil if it named no last event.
    let isKnown: Bool?
  }

  enum Joining {
    case follows(Membership)
    /// There is nothing left for it: it had the last event.
    case nothingLeft
    /// No further timeline may run.
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
    /// nil until its first client has joined.
    var task: LoopTaskID?
  }

  private struct State {
    var running: [Key: Running] = [:]
    /// Those of the catalog as it is; others end with their last client.
    var current: Set<Key> = []
    var server: HTTPServer?
  }

  /// Never held while a timeline is asked anything: it answers when it has rendered what was due, and all others would wait with it.
  private let state = Mutex(State())
  private let memory: StreamMemory

  init(memory: StreamMemory = StreamMemory()) { self.memory = memory }

  /// Says on whose loops timelines run.
  func connect(_ server: HTTPServer) { state.withLock { $0.server = server } }

  /// The catalog has changed: begins what begins with the load, and lets go of what is no longer there.
  ///
  /// - Returns: names of scenarios that should have begun and did not, because too many run.
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

  /// A client of a scenario comes; the first one begins its timeline.
  ///
  /// - Parameters:
  ///   - id: the event that it had last.
  ///   - place: where that was put in by hand, in the history that it followed.
  func join(_ scenario: Scenario, after id: String?, place: UInt64? = nil, at now: UInt64) -> Joining {
    // What is over makes room for another; others may come and go meanwhile.
    for _ in 0..<8 {
      guard let timeline = find(scenario)?.timeline else { return .tooMany }
      switch timeline.join(after: id, place: place.flatMap { Int(exactly: $0) }, at: now) {
      case .follows(let position, let isKnown):
        // The first client joins before the first step, which another loop may take at once.
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

  /// The timelines that run of the scenario of that name: more than one where some still follow an earlier text.
  func running(_ name: String) -> [Timeline] {
    state.withLock { state in state.running.filter { $0.key.name == name }.map(\.value.timeline) }
      .filter { !$0.isOver }
  }

  /// Hands a command to a timeline, and has it perform it.
  func post(_ command: StreamHand.Command, to timeline: Timeline, at now: UInt64) -> Bool {
    guard timeline.obey(command, at: now) else { return false }
    start(timeline)
    return true
  }

  /// The timeline of a scenario, a new one if none runs; nil if there are too many.
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
      // Another loop may have been faster.
      if let found = state.running[key] { return found }
      guard state.running.count < Self.limit else { return nil }
      let running = Running(timeline: made, task: nil)
      state.running[key] = running
      return running
    }
  }

  /// Has a timeline run, or run on.
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

  /// Forgets a timeline that stopped; its task ends when it is run.
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
