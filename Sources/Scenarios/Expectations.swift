/// What a scenario expects of its client, who is known: what is not met is a mistake of the client's.
public struct Expectations: Sendable, Hashable {
  /// How long a client waits before it comes back.
  public enum Wait: Sendable, Hashable {
    /// At least the reconnection time that the stream asked for.
    case asked
    /// Nanoseconds; no upper bound where one duration is written.
    case range(UInt64, UInt64)
  }

  public var reconnect: Wait?
  /// Each time the client comes back, it brings the last ID that it was sent.
  public var hasRightIDs = false
  /// How many connections there are.
  public var attempts: Int?
  /// There is never a second connection beside another.
  public var isOneConnection = false
  /// The event type, or the data, after which the client leaves.
  public var leaves: String?
  /// The client does not come back after 204.
  public var staysAway = false
  /// From the first request on, in nanoseconds.
  public var within: UInt64?

  public init() {}
}
