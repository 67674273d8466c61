import Scenarios
import Synchronization

/// Searches for a client's last event, shared by all clients that look for the same one.
///
/// Each of these clients advances the search when it is played. The result is kept for a minute after its last use.
final class SharedSearches: Sendable {
  private final class Entry: Sendable {
    let state: Mutex<(search: ResumptionSearch, used: UInt64)>
    init(_ search: ResumptionSearch, at now: UInt64) { state = Mutex((search, now)) }
  }

  static let limit = 64
  static let age: UInt64 = 60_000_000_000
  /// The most bytes of variables in a shared search; beyond that, each client searches on its own.
  static let weightLimit = 262_144

  private let entries = Mutex<[ResumptionSearch.Key: Entry]>([:])

  /// Advances the search of a plan, shared with all others that look for the same event.
  func help(_ plan: inout Plan, _ meter: inout Meter, at now: UInt64) {
    guard let own = plan.search, !own.isOver, own.isShared, let key = own.key,
      let entry = entry(key, own, at: now)
    else { return }
    var isTooHeavy = false
    entry.state.withLock { state in
      state.used = now
      let isOver = state.search.proceed(&meter)
      isTooHeavy = state.search.weight > Self.weightLimit
      if isOver || isTooHeavy { plan.search = state.search }
    }
    guard isTooHeavy else { return }
    // Each client continues its own search.
    plan.search?.isShared = false
    entries.withLock { $0[key] = nil }
  }

  /// Returns the shared search; nil if there are too many.
  private func entry(_ key: ResumptionSearch.Key, _ own: ResumptionSearch, at now: UInt64) -> Entry? {
    entries.withLock { entries in
      if let entry = entries[key], !isOld(entry, at: now) { return entry }
      if entries.count >= Self.limit { entries = entries.filter { !isOld($0.value, at: now) } }
      guard entries.count < Self.limit else { return nil }
      let entry = Entry(own.withoutRequest(), at: now)
      entries[key] = entry
      return entry
    }
  }

  /// Whether a search was not used for a minute. One whose lock is held is in use.
  private func isOld(_ entry: Entry, at now: UInt64) -> Bool {
    guard let used = entry.state.withLockIfAvailable({ $0.used }) else { return false }
    return now > used && now - used > Self.age
  }
}
