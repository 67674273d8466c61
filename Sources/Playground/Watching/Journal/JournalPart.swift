import Synchronization

/// The entries of a session's streams on one event loop. Loops have separate parts so that they do not wait for one another.
final class JournalPart: Sendable {
  /// The number of entries to record before requesting more memory again.
  private static let patience = 256

  private struct State {
    var ring = EntryRing()
    /// The number of the newest entry, even if it was not kept.
    var lastNumber: UInt64 = 0
    /// Whether a reader waits for the next entry.
    var isArmed = true
    /// How many entries to record before requesting more memory.
    var patience = 0
  }

  private let state = Mutex(State())
  private let budget: JournalBudget

  init(budget: JournalBudget) { self.budget = budget }

  deinit { budget.remove(self) }

  var capacity: Int { state.withLock { $0.ring.capacity } }

  func resize(to capacity: Int) {
    state.withLock { state in
      state.ring.resize(to: capacity)
      state.patience = 0
    }
  }

  /// Records an entry that consists of `head` and `body` under the next number.
  ///
  /// - Returns: whether a reader waits for it.
  func append(
    numbers: borrowing Atomic<UInt64>, moment: UInt64, _ head: UnsafeRawBufferPointer,
    _ body: UnsafeRawBufferPointer
  ) -> Bool {
    let size = EntryRing.prefix + head.count + body.count
    let needed = state.withLock { state -> Int? in
      if state.ring.fits(size) { return nil }
      guard state.patience == 0 else {
        state.patience -= 1
        return nil
      }
      state.patience = Self.patience
      return max(state.ring.capacity + 1, size)
    }
    if let needed { budget.grow(self, to: needed) }
    return state.withLock { state in
      // Within the lock, so that a reader that holds it finds every entry that has a number.
      let number = numbers.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue
      state.lastNumber = number
      state.ring.append(number: number, moment: moment, head, body)
      defer { state.isArmed = false }
      return state.isArmed
    }
  }

  func copy(
    _ numbers: Range<UInt64>, from place: inout EntryRing.Position?, limit: Int, into chunk: inout [UInt8]
  ) -> Bool {
    state.withLock { $0.ring.copy(numbers, from: &place, limit: limit, into: &chunk) }
  }

  /// Asks for a wake-up at the next entry; returns false if the entry with this number is there already.
  func arm(for number: UInt64) -> Bool {
    state.withLock { state in
      guard state.lastNumber < number else { return false }
      state.isArmed = true
      return true
    }
  }

  func expire(before moment: UInt64) { state.withLock { $0.ring.expire(before: moment) } }

  func removeAll() { state.withLock { $0.ring.removeAll() } }
}
