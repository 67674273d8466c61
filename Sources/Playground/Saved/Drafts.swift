import MicroHTTP
import Platform
import Scenarios
import Synchronization

/// The drafts that can be played now: in memory, for an hour at most. When there are too many, the oldest goes of the client that has
/// the most, so that nobody's many push out another's few.
///
/// A stream that plays one keeps it; only its address goes.
final class Drafts: Sendable {
  static let lifetime = Duration.seconds(3_600)

  private struct State {
    /// The oldest first.
    var drafts: [Draft] = []
    var bytes = 0

    mutating func dropExpired(_ now: UInt64) {
      let count = drafts.prefix { $0.expires <= now }.count
      bytes -= drafts.prefix(count).reduce(0) { $0 + $1.source.utf8.count }
      drafts.removeFirst(count)
    }

    mutating func drop(at index: Int) { bytes -= drafts.remove(at: index).source.utf8.count }

    /// The oldest draft of the client that has the most by a measure; of two that have as much, of the one that came now. Never the
    /// draft that was just made: of clients with one each, the oldest goes.
    func oldestOfGreatest(_ measure: (Draft) -> Int) -> Int? {
      var totals: [String: Int] = [:]
      for draft in drafts { totals[draft.client, default: 0] += measure(draft) }
      guard let newest = drafts.last else { return nil }
      let others = drafts.dropLast()
      guard let most = others.compactMap({ totals[$0.client] }).max() else { return nil }
      let ofGreatest = { (draft: Draft) in totals[draft.client] == most }
      let own = totals[newest.client] == most ? others.firstIndex { $0.client == newest.client } : nil
      return own ?? others.firstIndex(where: ofGreatest)
    }
  }

  private let countLimit: Int
  private let byteLimit: Int
  private let state = Mutex(State())

  init(countLimit: Int = 500, byteLimit: Int = 16 << 20) {
    self.countLimit = countLimit
    self.byteLimit = byteLimit
  }

  /// - Parameters:
  ///   - address: of the client; of IPv6 all of a /64 are one.
  ///   - owner: the participant who made it, and for whom it counts then, whatever the address.
  func add(
    _ source: String, _ scenario: Scenario, from address: String, owner: String? = nil,
    now: UInt64 = Monotonic.now
  ) -> Draft {
    let draft = Draft(
      id: Self.makeID(), source: source, owner: owner,
      client: owner.map { "@\($0)" } ?? ClientNetwork.of(address), scenario: scenario,
      expires: now.later(by: Self.lifetime.nanoseconds))
    state.withLock { state in
      state.dropExpired(now)
      state.drafts.append(draft)
      state.bytes += source.utf8.count
      while state.drafts.count > countLimit, let index = state.oldestOfGreatest({ _ in 1 }) {
        state.drop(at: index)
      }
      while state.drafts.count > 1, state.bytes > byteLimit,
        let index = state.oldestOfGreatest({ $0.source.utf8.count })
      {
        state.drop(at: index)
      }
    }
    return draft
  }

  func draft(_ id: String, now: UInt64 = Monotonic.now) -> Draft? {
    state.withLock { state in
      state.dropExpired(now)
      return state.drafts.last { $0.id == id }
    }
  }

  func remove(_ id: String) -> Bool {
    state.withLock { state in
      guard let index = state.drafts.firstIndex(where: { $0.id == id }) else { return false }
      state.drop(at: index)
      return true
    }
  }

  /// Removes all that a participant made.
  func remove(of owner: String) {
    state.withLock { state in
      for index in state.drafts.indices.reversed() where state.drafts[index].owner == owner {
        state.drop(at: index)
      }
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

/// A text that is being tried without being saved.
struct Draft: Sendable {
  /// `~` and 26 letters and digits: no scenario's name begins so.
  var id: String
  var source: String
  /// The participant who made it; nil for the presenter.
  var owner: String?
  /// For whom it counts: a participant, or an address as limits count them.
  var client: String
  var scenario: Scenario
  /// CLOCK_MONOTONIC.
  var expires: UInt64

  /// Whether a name is that of a draft, of one that is gone too.
  static func isID(_ name: String) -> Bool { name.hasPrefix("~") }
}

extension CatalogEntry {
  /// A draft as it is played; it stands in no list.
  init(_ draft: Draft) {
    self.init(
      name: draft.id, draftOwner: draft.owner, origin: .saved, source: draft.source, scenario: draft.scenario,
      isPlayable: true,
      updated: 0)
  }
}
