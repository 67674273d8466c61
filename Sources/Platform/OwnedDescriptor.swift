import Synchronization

/// An open file descriptor that is closed when nobody holds it any more, whichever way an error takes.
package final class OwnedDescriptor: Sendable {
  private let held: Atomic<Int32>

  package init(_ number: Int32) { held = Atomic(number) }

  deinit {
    let number = held.load(ordering: .relaxed)
    if number >= 0 { close(number) }
  }

  /// -1 once it was taken.
  package var number: Int32 { held.load(ordering: .relaxed) }

  /// Hands the descriptor over to who closes it by itself, a library for example; -1 if somebody took it before.
  package func take() -> Int32 { held.exchange(-1, ordering: .relaxed) }
}
