import HTTPTypes

/// A request whose head passed the guard.
public struct Request: Sendable {
  public var method: HTTPRequest.Method
  /// The request target as sent.
  public var target: String
  /// The target's path as sent, before any `?`.
  public var path: String
  /// The path's segments, percent-decoded; empty ones left out; `/a/b%2Fc/` is `["a", "b/c"]`.
  public var segments: [String]
  /// The query's parameters in order, percent-decoded, `+` as space.
  public var query: [(name: String, value: String)]
  public var headerFields: HTTPFields
  public var body: [UInt8]
  /// The client's, without the port: `127.0.0.1`, `::1`. Behind a trusted proxy it is what that says.
  public var remoteAddress: String
  public var arrival: Arrival
  public var isHTTP10: Bool
  /// Names the connection that it came on: requests with the same number came on the same one.
  public var connection: UInt64 = 0

  /// Whom limits count: the address, or of IPv6 its network (`ClientNetwork`).
  public var clientNetwork: String { ClientNetwork.of(remoteAddress) }

  /// The target as sent, without the scheme and the authority that an absolute-form has: `/play/counter?x=%FF`.
  public var originForm: String {
    guard !target.hasPrefix("/"), let mark = target.firstIndex(of: "?") else {
      return target.hasPrefix("/") ? target : path
    }
    return path + target[mark...]
  }

  /// For tests of handlers; the server makes its own.
  public init(
    method: HTTPRequest.Method = .get, target: String, headerFields: HTTPFields = [:], body: [UInt8] = [],
    remoteAddress: String = "127.0.0.1", isHTTP10: Bool = false,
    arrival: Arrival = Arrival(isLocal: true)
  ) {
    self.method = method
    self.target = target
    let parsed = RequestTarget(target)
    self.path = parsed.path
    self.segments = parsed.segments
    self.query = parsed.query
    self.headerFields = headerFields
    self.body = body
    self.remoteAddress = remoteAddress
    self.isHTTP10 = isHTTP10
    self.arrival = arrival
  }
}
