import Synchronization

/// Streams on all loops that wait for the same thing: `HTTPServer.wake` asks all of them again, with one message a loop.
///
/// A stream belongs to a group from its first `Production.follow` on, until it is over.
public final class StreamGroup: Sendable {
  /// A bit for each loop that has members.
  private let joined = Atomic<UInt64>(0)
  /// A bit for each loop that has been told to wake its members and has not begun to.
  private let told = Atomic<UInt64>(0)

  public init() {}

  func join(loop: Int) { joined.bitwiseOr(Self.bit(loop), ordering: .sequentiallyConsistent) }

  func leave(loop: Int) { joined.bitwiseAnd(~Self.bit(loop), ordering: .sequentiallyConsistent) }

  /// Whether a loop is to be told: it has members and does not know yet.
  func tell(loop: Int) -> Bool {
    let bit = Self.bit(loop)
    guard joined.load(ordering: .sequentiallyConsistent) & bit != 0 else { return false }
    return told.bitwiseOr(bit, ordering: .sequentiallyConsistent).oldValue & bit == 0
  }

  /// A loop begins to wake its members: what happens from here on needs another message.
  func heard(loop: Int) { told.bitwiseAnd(~Self.bit(loop), ordering: .sequentiallyConsistent) }

  /// A server has at most 64 loops.
  private static func bit(_ loop: Int) -> UInt64 { 1 << UInt64(loop) }
}
