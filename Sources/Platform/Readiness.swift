/// The events for which a `Poller` watches a descriptor.
package enum Interest: Sendable {
  /// Data to read, reported as long as there is some (level-triggered).
  case reading
  /// Data to read, reported once for each arrival (edge-triggered).
  case readingOnce
  /// Connections to accept. If several pollers share the socket, not all of them are woken.
  case accepting(isShared: Bool)
  /// Data to read, room to write, or the peer's close, each reported once (edge-triggered).
  case connection
}

/// What a `Poller` reports about a descriptor, besides that it is ready.
package struct Readiness: OptionSet, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The peer will send nothing more.
  package static let peerClosed = Readiness(rawValue: 1)
  /// The connection is over in both directions.
  package static let gone = Readiness(rawValue: 2)
}
