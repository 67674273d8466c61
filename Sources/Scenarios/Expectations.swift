/// What a scenario expects of its client. An expectation that is not met is a mistake of the client.
package struct Expectations: Sendable, Hashable {
  /// How long the client waits before it reconnects.
  package enum Wait: Sendable, Hashable {
    /// At least the reconnection time that the stream asked for.
    case asked
    /// From the first to the second, in nanoseconds. One duration is a range to `UInt64.max`.
    case range(UInt64, UInt64)
  }

  /// The events that the client must report to the server as dispatched.
  package enum Dispatched: Sendable, Hashable {
    /// Each event that it was sent whole, in that order, once.
    case sent
    /// Events with these data, in this order, and no others.
    case data([String])
  }

  package var reconnect: Wait?
  /// Whether each reconnection must have the last ID that the client was sent.
  package var hasRightIDs = false
  /// The number of connections that the client makes.
  package var attempts: Int?
  /// Whether the client may never have two connections at the same time.
  package var isOneConnection = false
  /// The event type, or the data, after which the client must leave.
  package var leaves: String?
  /// Whether the client must not reconnect after status 204.
  package var staysAway = false
  package var dispatched: Dispatched?
  /// The time after the first request within which the other expectations must be met, in nanoseconds.
  package var within: UInt64?
}
