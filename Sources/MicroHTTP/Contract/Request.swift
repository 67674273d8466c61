import HTTPTypes

/// A request whose head passed the guard.
package struct Request: Sendable {
  package var method: HTTPRequest.Method
  /// The request target as sent.
  package var target: String
  /// The target's path as sent, before any `?`.
  package var path: String
  /// The path's segments, percent-decoded; empty ones left out; `/a/b%2Fc/` is `["a", "b/c"]`.
  package var segments: [String]
  /// The query's parameters in order, percent-decoded, `+` as space.
  package var query: [(name: String, value: String)]
  package var headerFields: HTTPFields
  package var body: [UInt8]
  /// The client's, without the port: `127.0.0.1`, `::1`. Behind a trusted proxy it is what that says.
  package var remoteAddress: String
  package var arrival: Arrival
  package var isHTTP10: Bool
  /// Names the connection that it came on: requests with the same number came on the same one.
  package var connection: UInt64 = 0
  /// When its first line was there: nanoseconds of `Monotonic`.
  package var startedAt: UInt64 = 0

  /// Whom limits count: the address, or of IPv6 its network (`ClientNetwork`).
  package var clientNetwork: String { ClientNetwork.of(remoteAddress) }

  /// The target as sent, without the scheme and the authority that an absolute-form has: `/play/counter?x=%FF`.
  package var originForm: String {
    guard !target.hasPrefix("/"), let mark = target.firstIndex(of: "?") else {
      return target.hasPrefix("/") ? target : path
    }
    return path + target[mark...]
  }

  /// For tests of handlers; the server makes its own.
  package init(
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

/// How a request came: straight from its client, or through proxies; and under which address its client sees this server.
package struct Arrival: Sendable, Hashable {
  /// It came straight from a client on this machine: over loopback, under a loopback name, with nothing that a proxy adds.
  ///
  /// A proxy on this machine that adds nothing and keeps no name cannot be told from such a client.
  package var isLocal: Bool
  /// `http`, or `https` where a trusted proxy says so.
  package var scheme: String
  /// Host and port as the client wrote them: `localhost:8000`, `play.example.org`.
  package var authority: String
  /// What stands in front of every path as the client sees it: empty, or `/playground`.
  package var prefix: String

  package init(
    isLocal: Bool, scheme: String = "http", authority: String = "localhost:8000", prefix: String = ""
  ) {
    self.isLocal = isLocal
    self.scheme = scheme
    self.authority = authority
    self.prefix = prefix
  }

  /// A path of this server as the client has to ask for it.
  package func address(of path: String) -> String {
    path.hasPrefix("/") && !path.hasPrefix("//") ? prefix + path : path
  }

  /// Whether a value of the `Origin` field names this server, as the client sees it.
  ///
  /// A proxy that ends TLS need not be trusted for that: the scheme does not count.
  package func isOwn(origin: String) -> Bool {
    func matches(_ scheme: String, _ port: String) -> Bool {
      let name = authority.hasSuffix(port) ? String(authority.dropLast(port.utf8.count)) : authority
      return origin == scheme + name.lowercased()
    }
    return !authority.isEmpty && (matches("http://", ":80") || matches("https://", ":443"))
  }
}
