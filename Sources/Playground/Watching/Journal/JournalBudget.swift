import Synchronization

/// The memory of all journals.
///
/// A journal takes what it needs while memory is left. After that all have equal shares: as soon as a journal with less asks for memory,
/// the larger ones shrink to their share. So a load test drops its own old entries, and not those of a quiet session.
final class JournalBudget: Sendable {
  static let smallest = 1_024
  static let largest = 2_097_152

  private struct State {
    var used = 0
    /// The bytes that each part was given.
    var sizes: [ObjectIdentifier: Int] = [:]
    /// The parts by their size, so that those above a share are found without looking at all others.
    var parts: [Int: [ObjectIdentifier: WeakPart]] = [:]

    mutating func give(_ size: Int, to part: JournalPart) {
      let id = ObjectIdentifier(part)
      take(id)
      used += size
      sizes[id] = size
      parts[size, default: [:]][id] = WeakPart(part: part)
      part.resize(to: size)
    }

    mutating func take(_ id: ObjectIdentifier) {
      guard let size = sizes.removeValue(forKey: id) else { return }
      used -= size
      parts[size]?[id] = nil
    }
  }

  private struct WeakPart {
    weak var part: JournalPart?
  }

  /// The most bytes of all journals together.
  let limit: Int
  private let largest: Int
  private let state = Mutex(State())

  init(limit: Int, largest: Int = JournalBudget.largest) {
    self.limit = limit
    self.largest = min(largest, limit)
  }

  /// Bytes held.
  var used: Int { state.withLock { $0.used } }

  /// Gives a part memory for this many bytes, if enough is left or can be taken from parts that have more than their share.
  func grow(_ part: JournalPart, to needed: Int) {
    let size = Self.size(for: needed)
    guard size <= largest else { return }
    // Released only outside the lock: `deinit` of the last reference takes the lock to give its memory back.
    var others: [JournalPart] = []
    state.withLock { state in
      let given = state.sizes[ObjectIdentifier(part)]
      let grows = size - (given ?? 0)
      guard grows > 0 else { return }
      let count = state.sizes.count + (given == nil ? 1 : 0)
      let share = max(Self.smallest, Self.size(within: limit / count))
      if state.used + grows > limit {
        guard size <= share, share * count <= limit else { return }
        for larger in state.parts.keys where larger > share {
          for other in (state.parts[larger] ?? [:]).values.compactMap(\.part) where other !== part {
            others.append(other)
            state.give(share, to: other)
          }
        }
      }
      if state.used + grows <= limit { state.give(size, to: part) }
    }
  }

  func remove(_ part: JournalPart) {
    state.withLock { $0.take(ObjectIdentifier(part)) }
  }

  /// Returns the power of two that holds this many bytes, `smallest` at least.
  private static func size(for needed: Int) -> Int {
    guard needed > smallest else { return smallest }
    guard needed <= 1 << 40 else { return .max }
    return 1 << (Int.bitWidth - (needed - 1).leadingZeroBitCount)
  }

  /// Returns the largest power of two that is not more than this many bytes.
  private static func size(within room: Int) -> Int {
    room > 0 ? 1 << (Int.bitWidth - 1 - room.leadingZeroBitCount) : 0
  }
}
