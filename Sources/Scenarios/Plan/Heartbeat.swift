/// A comment line that keeps a connection from being taken for dead.
///
///     : keep-alive\n
///
/// No blank line follows: after a comment alone, some clients take it for an event without data.
public struct Heartbeat: Sendable, Hashable {
  /// Nanoseconds without output after which it is sent.
  public var interval: UInt64
  public var bytes: [UInt8]
}
