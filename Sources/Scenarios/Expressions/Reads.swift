/// The parts of the request, and the clocks, that a scenario's expressions read.
package struct Reads: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let params = Reads(rawValue: 1)
  package static let query = Reads(rawValue: 1 << 1)
  package static let headers = Reads(rawValue: 1 << 2)
  /// The body as JSON.
  package static let body = Reads(rawValue: 1 << 3)
  package static let bodyText = Reads(rawValue: 1 << 4)
  package static let method = Reads(rawValue: 1 << 5)
  package static let path = Reads(rawValue: 1 << 6)
  package static let remoteAddress = Reads(rawValue: 1 << 7)
  package static let lastEventId = Reads(rawValue: 1 << 8)
  package static let attempt = Reads(rawValue: 1 << 9)
  package static let session = Reads(rawValue: 1 << 10)
  package static let seed = Reads(rawValue: 1 << 11)
  /// The wall clock or the monotonic clock.
  package static let clock = Reads(rawValue: 1 << 12)

  package static let target = Reads(rawValue: 1 << 13)

  package static let requestId = Reads(rawValue: 1 << 14)

  /// Everything that can differ between two requests with the same seed.
  package static let request: Reads = [
    .params, .query, .headers, .body, .bodyText, .method, .path, .target, .remoteAddress, .lastEventId,
    .attempt,
    .session, .requestId,
  ]
}
