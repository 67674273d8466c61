import Scenarios
import Synchronization

/// The drafts that can be played now: in memory, for an hour at most, the oldest out when there are too many.
///
/// A stream that plays one keeps it; only its address goes.
final class Drafts: Sendable {
  static let lifetime = Duration.seconds(3_600)

  private struct State {
    /// The oldest first.
    var drafts: [Draft] = []
    var bytes = 0

    mutating func drop(_ count: Int) {
      bytes -= drafts.prefix(count).reduce(0) { $0 + $1.source.utf8.count }
      drafts.removeFirst(count)
    }
  }

  private let countLimit: Int
  private let byteLimit: Int
  private let state = Mutex(State())

  init(countLimit: Int = 500, byteLimit: Int = 16 << 20) {
    self.countLimit = countLimit
    self.byteLimit = byteLimit
  }

  func add(_ source: String, _ scenario: Scenario, now: ContinuousClock.Instant = .now) -> Draft {
    let draft = Draft(id: Self.makeID(), source: source, scenario: scenario, expires: now + Self.lifetime)
    state.withLock { state in
      state.drop(state.drafts.prefix { $0.expires <= now }.count)
      state.drafts.append(draft)
      state.bytes += source.utf8.count
      while state.drafts.count > 1, state.drafts.count > countLimit || state.bytes > byteLimit {
        state.drop(1)
      }
    }
    return draft
  }

  func draft(_ id: String, now: ContinuousClock.Instant = .now) -> Draft? {
    state.withLock { state in
      state.drop(state.drafts.prefix { $0.expires <= now }.count)
      return state.drafts.last { $0.id == id }
    }
  }

  func remove(_ id: String) -> Bool {
    state.withLock { state in
      guard let index = state.drafts.firstIndex(where: { $0.id == id }) else { return false }
      state.bytes -= state.drafts.remove(at: index).source.utf8.count
      return true
    }
  }

  /// Not to be guessed: 2¹²⁸ of them.
  private static func makeID() -> String {
    func digits() -> String {
      let text = String(UInt64.random(in: .min ... .max), radix: 36)
      return String(repeating: "0", count: 13 - text.utf8.count) + text
    }
    return "~" + digits() + digits()
  }
}
