import Glibc

/// Where a server listens, which names it answers to and how much it takes on.
public struct ServerConfiguration: Sendable {
  /// IP addresses to bind, all on one port. One of them has to work: a machine without IPv6 is served over IPv4.
  public var hosts: [String] = ["127.0.0.1", "::1"]
  /// 0 picks a port that is free on all addresses.
  public var port: UInt16 = 8000
  /// Names that a Host field may hold beside `localhost`, `127.0.0.1`, `[::1]` and the bound addresses, without port;
  /// a port in the field is never looked at. `*` allows all.
  public var allowedHosts: Set<String> = []
  /// Peers whose `Forwarded` or `X-Forwarded-*` fields are believed.
  public var trustedProxies: [IPAddressRange] = []
  public var limits = ServerLimits()
  /// Threads that serve connections, each with an event loop of its own: one a core, up to 4.
  public var loops = min(max(Self.processors, 1), 4)

  public init() {}

  /// Online now.
  private static var processors: Int { Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
