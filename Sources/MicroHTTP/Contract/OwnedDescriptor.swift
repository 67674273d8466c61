import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An open file descriptor that is closed when nobody holds it any more, whichever way an error takes.
public final class OwnedDescriptor: Sendable {
  private let held: Atomic<Int32>

  public init(_ number: Int32) { held = Atomic(number) }

  deinit { Self.close(held.load(ordering: .relaxed)) }

  /// -1 once it was taken.
  public var number: Int32 { held.load(ordering: .relaxed) }

  /// Hands the descriptor over to who closes it by itself, a library for example; -1 if somebody took it before.
  public func take() -> Int32 { held.exchange(-1, ordering: .relaxed) }

  private static func close(_ number: Int32) {
    guard number >= 0 else { return }
    #if canImport(Glibc)
      Glibc.close(number)
    #else
      Darwin.close(number)
    #endif
  }
}
