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
    var task: LoopTaskID
  }

  private struct State {
    var running: [Key: Running] = [:]
    /// Those of the catalog as it is; others end with their last client.
    var current: Set<Key> = []
    var server: HTTPServer?
  }

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
    state.withLock { state in
      for scenario in removed where scenario.timeline != nil { state.current.remove(Key(scenario)) }
      let shared = added.filter { $0.timeline != nil }
      state.current.formUnion(shared.map(Key.init))
      for (key, running) in state.running where !state.current.contains(key) {
        running.timeline.retire()
        finish(running, key, &state)
      }
      var refused: [String] = []
      for scenario in shared
      where scenario.timeline?.start == .load && state.running[Key(scenario)] == nil {
        if let timeline = make(scenario, &state) {
          start(timeline, &state)
        } else {
          refused.append(scenario.name)
        }
      }
      return refused
    }
  }

  /// A client of a scenario comes; the first one begins its timeline.
  ///
  /// - Parameter id: the event that it had last.
  func join(_ scenario: Scenario, after id: String?, at now: UInt64) -> Joining {
    state.withLock { state in
      let key = Key(scenario)
      // What is over makes room for another, once.
      for _ in 0..<2 {
        let running = state.running[key]
        guard let timeline = running?.timeline ?? make(scenario, &state) else { return .tooMany }
        switch timeline.join(after: id, at: now) {
        case .follows(let position, let isKnown):
          // The first client joins before the first step, which another loop may take at once.
          if let running { state.server?.wake(running.task) } else { start(timeline, &state) }
          return .follows(Membership(timeline: timeline, position: position, isKnown: isKnown))
        case .nothingLeft: return .nothingLeft
        case .isOver: state.running[key] = nil
        }
      }
      return .tooMany
    }
  }

  func leave(_ membership: Membership, at now: UInt64) {
    state.withLock { state in
      membership.timeline.leave(at: now)
      let key = Key(membership.timeline.scenario)
      guard let running = state.running[key], running.timeline === membership.timeline else { return }
      if !state.current.contains(key) { running.timeline.retire() }
      finish(running, key, &state)
    }
  }

  /// A timeline that does not run yet; nil if there are too many.
  private func make(_ scenario: Scenario, _ state: inout State) -> Timeline? {
    guard let server = state.server, let rules = scenario.timeline else { return nil }
    if state.running.count >= Self.limit {
      state.running = state.running.filter { !$0.value.timeline.isOver }
    }
    guard state.running.count < Self.limit else { return nil }
    return Timeline(scenario, rules, memory: memory) { [weak server] in server?.wake($0) }
  }

  private func start(_ timeline: Timeline, _ state: inout State) {
    guard let server = state.server else { return }
    state.running[Key(timeline.scenario)] = Running(timeline: timeline, task: server.start(timeline))
  }

  /// Forgets a timeline that stopped; its task ends when it is run.
  private func finish(_ running: Running, _ key: Key, _ state: inout State) {
    guard running.timeline.isStopped else { return }
    state.running[key] = nil
    state.server?.wake(running.task)
  }
}
