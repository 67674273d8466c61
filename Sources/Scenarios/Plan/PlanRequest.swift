/// The request that a plan is made for, as plain values. The plan sees nothing else of the connection.
package struct PlanRequest: Sendable {
  package var method: String
  /// The request target's path as sent, for example `/stream/agent-7`.
  package var path: String
  /// The request target as sent, path and query: `/stream/agent-7?x=%FF`.
  package var target: String
  /// The values of the scenario's path parameters, percent-decoded.
  package var parameters: [String: String]
  /// Query parameters in order, percent-decoded; if a name occurs twice, expressions see the first.
  package var query: [(name: String, value: String)]
  /// Header fields in order; names are lower case.
  package var headers: [(name: String, value: String)]
  package var body: RequestBody
  package var remoteAddress: String
  /// The value that the client sent as `Last-Event-ID`, or as the query parameter `lastEventId`.
  package var lastEventID: String?
  /// If that event was injected by hand: the number of the steps' blocks before it; nil if the steps sent it.
  package var lastPlace: UInt64?
  /// 1 for the first connection of a session, 2 for the second, …
  package var attempt: Int
  /// The session's key (`?session=`), or the one that the server chose in its place.
  package var session: String
  package var seed: UInt64
  /// The number that `requestID` is derived from; nil for the seed, so that a run requested with a seed is reproduced.
  package var idNumber: UInt64?
  /// Whether the client comes back to a run that is no longer known.
  package var isOfUnknownRun = false

  /// Sixteen hexadecimal digits, the same for all requests of a run.
  package var requestID: String {
    var mixer = SeededRandom(seed: (idNumber ?? seed) ^ 0x1D0F_5EED_4E90_0E57)
    let digits = String(mixer.next(), radix: 16)
    return String(repeating: "0", count: 16 - min(digits.utf8.count, 16)) + digits
  }

  package init(
    method: String = "GET", path: String = "/", parameters: [String: String] = [:],
    query: [(name: String, value: String)] = [], headers: [(name: String, value: String)] = [],
    body: [UInt8] = [], remoteAddress: String = "127.0.0.1", lastEventID: String? = nil,
    attempt: Int = 1, session: String = "", seed: UInt64 = 0
  ) {
    self.method = method
    self.path = path
    target = path
    self.parameters = parameters
    self.query = query
    self.headers = headers
    self.body = RequestBody(body)
    self.remoteAddress = remoteAddress
    self.lastEventID = lastEventID
    self.attempt = attempt
    self.session = session
    self.seed = seed
  }
}

/// The clock readings when an action is performed. A plan never reads a clock itself.
package struct ClockReading: Hashable, Sendable {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  package var wall: Int64
  /// Nanoseconds of a clock that never goes back; only differences mean anything.
  package var monotonic: UInt64

  package init(wall: Int64, monotonic: UInt64) {
    self.wall = wall
    self.monotonic = monotonic
  }
}
