/// A scenario's expectations of its client. A client that does not meet one has made a mistake.
package struct Expectations: Sendable, Hashable {
  /// The time that the client must wait before it reconnects.
  package enum Wait: Sendable, Hashable {
    /// At least the reconnection time that the stream asked for.
    case asked
    /// The minimum and the maximum, in nanoseconds. The maximum is `UInt64.max` if the scenario gives only a minimum.
    case range(UInt64, UInt64)
  }

  /// The events that the client must report to the server as dispatched.
  package enum Dispatched: Sendable, Hashable {
    /// Every event that was sent to the client completely, once each and in the order sent.
    case sent
    /// Exactly the events with these data, in this order.
    case data([String])
  }

  package var reconnect: Wait?
  /// Whether each reconnection must send the last ID that was sent to the client.
  package var hasRightIDs = false
  /// The number of connections that the client must make.
  package var attempts: Int?
  /// Whether the client must never have two connections at the same time.
  package var isOneConnection = false
  /// The event type, or the data, after which the client must leave.
  package var leaves: String?
  /// Whether the client must not reconnect after status 204.
  package var staysAway = false
  package var dispatched: Dispatched?
  /// The time after the first request within which the other expectations must be met, in nanoseconds.
  package var within: UInt64?
}
