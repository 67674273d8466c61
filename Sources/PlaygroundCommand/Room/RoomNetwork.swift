import Platform

/// How participants reach a room: what its server is called on the network.
struct RoomNetwork {
  /// Addresses and names without a port, as `Host` has them (IPv6 without brackets); the likeliest first. Empty where no other
  /// machine reaches the server.
  let hosts: [String]
  /// All that the server may be called by there.
  let names: Set<String>
  /// Whether somebody said what it is called.
  let isNamed: Bool

  /// - Parameters:
  ///   - listening: the addresses that are listened on; `0.0.0.0` and `::` stand for the machine's own.
  ///   - allowed: what ALLOWED_HOSTS names. These go before addresses: somebody chose them.
  ///   - machine: the machine's addresses, in order.
  ///   - hostName: the machine's name, which participants may use where their network knows it.
  init(
    listening: [String], allowed: Set<String>, machine: [NetworkAddress] = NetworkAddress.ofThisMachine,
    hostName: String? = NetworkAddress.hostName
  ) {
    let isOpen = { (address: NetworkAddress) in listening.contains(address.isIPv6 ? "::" : "0.0.0.0") }
    let chosen = listening.filter { $0 != "0.0.0.0" && $0 != "::" && !Self.isLoopback($0) }
    let addresses = chosen + machine.filter(isOpen).map(\.host).filter { !chosen.contains($0) }
    let own = allowed.filter { $0 != "*" && !Self.isLoopback($0) }
      .map { $0.hasPrefix("[") ? String($0.dropFirst().dropLast()) : $0 }.sorted()
    isNamed = !own.isEmpty
    hosts = own + addresses.filter { !own.contains($0) }
    names = allowed.union(hosts).union(addresses.isEmpty ? [] : Self.names(of: hostName))
  }

  /// `http://192.168.1.5:8000`, `http://[fd00::5]:8000`; with loopback's where there is nothing else.
  func origins(port: UInt16) -> [String] {
    (hosts.isEmpty ? ["127.0.0.1"] : hosts).map { host in
      let name = host.contains(":") ? "[\(host)]" : host
      return port == 80 ? "http://\(name)" : "http://\(name):\(port)"
    }
  }

  /// The name, its first label, and that one as multicast DNS has it (RFC 6762).
  private static func names(of hostName: String?) -> Set<String> {
    guard let hostName, let label = hostName.split(separator: ".").first, hostName != "localhost" else {
      return []
    }
    return [hostName, String(label), "\(label).local"]
  }

  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host == "[::1]" || host.hasPrefix("127.")
  }
}
