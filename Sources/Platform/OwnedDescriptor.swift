import Synchronization

/// An open file descriptor that is closed with its last reference, so that no error path leaks it.
package final class OwnedDescriptor: Sendable {
  private let held: Atomic<Int32>

  package init(_ number: Int32) { held = Atomic(number) }

  deinit {
    let number = held.load(ordering: .relaxed)
    if number >= 0 { close(number) }
  }

  /// The descriptor; -1 after `take()`.
  package var number: Int32 { held.load(ordering: .relaxed) }

  /// Returns the descriptor, which the caller must now close; -1 if it was already taken.
  package func take() -> Int32 { held.exchange(-1, ordering: .relaxed) }
}
