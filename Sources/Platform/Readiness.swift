/// What a descriptor is watched for by a `Poller`.
package enum Interest: Sendable {
  /// There is something to read, said as long as there is.
  case reading
  /// There is something to read, said once each time.
  case readingOnce
  /// Connections to accept. Where several pollers share the socket, one of them is told.
  case accepting(isShared: Bool)
  /// There is something to read, there is room to write, or the other side closed: said once each time.
  case connection
}

/// What a `Poller` found out about a descriptor.
package struct Readiness: OptionSet, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The other side will send nothing more.
  package static let peerClosed = Readiness(rawValue: 1)
  /// The connection is over, both ways.
  package static let gone = Readiness(rawValue: 2)
}
