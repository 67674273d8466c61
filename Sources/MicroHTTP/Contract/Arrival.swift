/// How a request came: straight from its client, or through proxies; and under which address its client sees this server.
public struct Arrival: Sendable, Hashable {
  /// It came straight from a client on this machine: over loopback, under a loopback name, with nothing that a proxy adds.
  ///
  /// A proxy on this machine that adds nothing and keeps no name cannot be told from such a client.
  public var isLocal: Bool
  /// `http`, or `https` where a trusted proxy says so.
  public var scheme: String
  /// Host and port as the client wrote them: `localhost:8000`, `play.example.org`.
  public var authority: String
  /// What stands in front of every path as the client sees it: empty, or `/playground`.
  public var prefix: String

  public init(
    isLocal: Bool, scheme: String = "http", authority: String = "localhost:8000", prefix: String = ""
  ) {
    self.isLocal = isLocal
    self.scheme = scheme
    self.authority = authority
    self.prefix = prefix
  }

  /// A path of this server as the client has to ask for it.
  public func address(of path: String) -> String {
    path.hasPrefix("/") && !path.hasPrefix("//") ? prefix + path : path
  }

  /// Whether a value of the `Origin` field names this server, as the client sees it.
  ///
  /// A proxy that ends TLS need not be trusted for that: the scheme does not count.
  public func isOwn(origin: String) -> Bool {
    func matches(_ scheme: String, _ port: String) -> Bool {
      let name = authority.hasSuffix(port) ? String(authority.dropLast(port.utf8.count)) : authority
      return origin == scheme + name.lowercased()
    }
    return !authority.isEmpty && (matches("http://", ":80") || matches("https://", ":443"))
  }
}
