import MicroHTTP
import Platform
import Scenarios
import Synchronization

/// The drafts that can be played: in memory, for an hour at most. If there are too many, the oldest draft of the client that has the
/// most is dropped, so that no client can crowd out others.
///
/// A stream that plays a dropped draft continues; only the draft's address stops working.
final class Drafts: Sendable {
  static let lifetime = Duration.seconds(3_600)

  private struct State {
    /// Oldest first.
    var drafts: [Draft] = []
    var bytes = 0

    mutating func dropExpired(_ now: UInt64) {
      let count = drafts.prefix { $0.expires <= now }.count
      bytes -= drafts.prefix(count).reduce(0) { $0 + $1.source.utf8.count }
      drafts.removeFirst(count)
    }

    mutating func drop(at index: Int) { bytes -= drafts.remove(at: index).source.utf8.count }

    /// Returns the oldest draft of the client that has the most by a measure; among equals, of the client that made the newest draft. Never
    /// the newest draft itself: if every client has one draft, the oldest is dropped.
    func indexToDrop(by measure: (Draft) -> Int) -> Int? {
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
  ///   - address: the client's address; all addresses of an IPv6 /64 count as one client.
  ///   - owner: the participant who made the draft. If not nil, the draft counts against the participant's limit, whatever the address.
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
      while state.drafts.count > countLimit, let index = state.indexToDrop(by: { _ in 1 }) {
        state.drop(at: index)
      }
      while state.drafts.count > 1, state.bytes > byteLimit,
        let index = state.indexToDrop(by: { $0.source.utf8.count })
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

  /// Removes all drafts of a participant.
  func remove(of owner: String) {
    state.withLock { state in
      for index in state.drafts.indices.reversed() where state.drafts[index].owner == owner {
        state.drop(at: index)
      }
    }
  }

  /// Returns one of 2¹²⁸ IDs, so that it cannot be guessed.
  private static func makeID() -> String {
    func digits() -> String {
      let text = String(UInt64.random(in: .min ... .max), radix: 36)
      return String(repeating: "0", count: 13 - text.utf8.count) + text
    }
    return "~" + digits() + digits()
  }
}

/// A text that is tried out without being saved.
struct Draft: Sendable {
  /// `~` and 26 letters and digits. No scenario's name begins with `~`.
  var id: String
  var source: String
  /// The participant who made it; nil for the presenter.
  var owner: String?
  /// The client whose limit it counts against: `@` and a participant's name, or an address (for IPv6, its /64).
  var client: String
  var scenario: Scenario
  /// CLOCK_MONOTONIC, nanoseconds.
  var expires: UInt64

  /// Whether a name is the ID of a draft, even of one that was dropped.
  static func isID(_ name: String) -> Bool { name.hasPrefix("~") }
}

extension CatalogEntry {
  /// A draft as it is played; no list has it.
  init(_ draft: Draft) {
    self.init(
      name: draft.id, draftOwner: draft.owner, origin: .saved, source: draft.source, scenario: draft.scenario,
      isPlayable: true,
      updated: 0)
  }
}
