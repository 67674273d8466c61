import HTTPTypes

/// A request whose head passed the guard.
package struct Request: Sendable {
  package var method: HTTPRequest.Method
  /// The request target (RFC 9112, 3.2) as sent.
  package var target: String
  /// The target's path as sent, before any `?`.
  package var path: String
  /// The path's segments, percent-decoded, without empty ones: `/a/b%2Fc/` is `["a", "b/c"]`.
  package var segments: [String]
  /// The query's parameters in order, percent-decoded, `+` as space.
  package var query: [(name: String, value: String)]
  package var headerFields: HTTPFields
  package var body: [UInt8]
  /// The client's address, without the port: `127.0.0.1`, `::1`. Behind a trusted proxy, the address that the proxy names.
  package var remoteAddress: String
  package var arrival: Arrival
  package var isHTTP10: Bool
  /// The number of the connection on which it arrived.
  package var connection: UInt64 = 0
  /// When its first line arrived: nanoseconds of `Monotonic`.
  package var startedAt: UInt64 = 0

  /// The key under which limits count its client: the address, or its network for IPv6 (`ClientNetwork`).
  package var clientNetwork: String { ClientNetwork.of(remoteAddress) }

  /// The target as sent, without the scheme and the authority of an absolute-form: `/play/counter?x=%FF`.
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

/// How a request arrived: directly or through proxies, and under which address its client sees this server.
package struct Arrival: Sendable, Hashable {
  /// Whether it came directly from a client on this machine: over loopback, with a loopback name, and with no fields that proxies add.
  ///
  /// A proxy on this machine that adds no field and replaces the Host field is indistinguishable from such a client.
  package var isLocal: Bool
  /// `http`, or `https` where a trusted proxy says so.
  package var scheme: String
  /// Host and port as the client wrote them: `localhost:8000`, `play.example.org`.
  package var authority: String
  /// The prefix of every path as the client sees it: empty, or `/playground`.
  package var prefix: String

  package init(
    isLocal: Bool, scheme: String = "http", authority: String = "localhost:8000", prefix: String = ""
  ) {
    self.isLocal = isLocal
    self.scheme = scheme
    self.authority = authority
    self.prefix = prefix
  }

  /// A path of this server as the client has to request it.
  package func address(of path: String) -> String {
    path.hasPrefix("/") && !path.hasPrefix("//") ? prefix + path : path
  }

  /// Whether a value of the `Origin` field names this server, as the client sees it.
  ///
  /// The scheme is ignored, so that a proxy that ends TLS need not be trusted for this.
  package func isOwn(origin: String) -> Bool {
    func matches(_ scheme: String, _ port: String) -> Bool {
      let name = authority.hasSuffix(port) ? String(authority.dropLast(port.utf8.count)) : authority
      return origin == scheme + name.lowercased()
    }
    return !authority.isEmpty && (matches("http://", ":80") || matches("https://", ":443"))
  }
}
