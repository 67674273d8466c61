/// What a scenario expects of its client, who is known: what is not met is a mistake of the client's.
package struct Expectations: Sendable, Hashable {
  /// How long a client waits before it comes back.
  package enum Wait: Sendable, Hashable {
    /// At least the reconnection time that the stream asked for.
    case asked
    /// Nanoseconds; no upper bound where one duration is written.
    case range(UInt64, UInt64)
  }

  /// Which events the client dispatches, as it tells the server itself.
  package enum Dispatched: Sendable, Hashable {
    /// What it was sent, whole, in that order, and nothing twice.
    case sent
    /// Events with these data, in this order, and no others.
    case data([String])
  }

  /// Texts that a list of `dispatched` may have.
  static let dispatchedLimit = 1_000

  package var reconnect: Wait?
  /// Each time the client comes back, it brings the last ID that it was sent.
  package var hasRightIDs = false
  /// How many connections there are.
  package var attempts: Int?
  /// There is never a second connection beside another.
  package var isOneConnection = false
  /// The event type, or the data, after which the client leaves.
  package var leaves: String?
  /// The client does not come back after 204.
  package var staysAway = false
  package var dispatched: Dispatched?
  /// From the first request on, in nanoseconds.
  package var within: UInt64?
}
