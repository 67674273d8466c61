import Synchronization

/// The memory of all journals together.
///
/// A journal takes what it needs as long as there is some left. Then each has the same share: one that holds more gives it back as
/// soon as another that has less asks. So a load test pushes out its own past, and not what a quiet session was sent.
final class JournalBudget: Sendable {
  static let smallest = 1_024
  static let largest = 2_097_152

  private struct State {
    var used = 0
    var parts: [ObjectIdentifier: WeakPart] = [:]
  }

  private struct WeakPart {
    weak var part: JournalPart?
  }

  /// Bytes at most.
  let limit: Int
  private let largest: Int
  private let state = Mutex(State())

  init(limit: Int, largest: Int = JournalBudget.largest) {
    self.limit = limit
    self.largest = min(largest, limit)
  }

  /// Bytes held.
  var used: Int { state.withLock { $0.used } }

  /// Gives a part memory for that many bytes, if there is some or others have more than their share.
  func grow(_ part: JournalPart, to needed: Int) {
    let size = Self.size(for: needed)
    guard size <= largest else { return }
    // Let go of only outside the lock: the last reference gives its memory back.
    var others: [JournalPart] = []
    state.withLock { state in
      let capacity = part.capacity
      guard size > capacity else { return }
      let count = state.parts.count + (state.parts[ObjectIdentifier(part)] == nil ? 1 : 0)
      let share = max(Self.smallest, Self.size(within: limit / count))
      if state.used + size - capacity > limit {
        guard size <= share, share * count <= limit else { return }
        others = state.parts.values.compactMap(\.part)
        for other in others where other !== part && other.capacity > share {
          state.used -= other.capacity - share
          other.resize(to: share)
        }
      }
      guard state.used + size - capacity <= limit else { return }
      state.used += size - capacity
      state.parts[ObjectIdentifier(part)] = WeakPart(part: part)
      part.resize(to: size)
    }
  }

  func remove(_ part: JournalPart, capacity: Int) {
    state.withLock { state in
      guard state.parts.removeValue(forKey: ObjectIdentifier(part)) != nil else { return }
      state.used -= capacity
    }
  }

  /// The power of two that holds so many bytes.
  private static func size(for needed: Int) -> Int {
    guard needed > smallest else { return smallest }
    guard needed <= 1 << 40 else { return .max }
    return 1 << (Int.bitWidth - (needed - 1).leadingZeroBitCount)
  }

  /// The largest power of two within so many bytes.
  private static func size(within room: Int) -> Int {
    room > 0 ? 1 << (Int.bitWidth - 1 - room.leadingZeroBitCount) : 0
  }
}
