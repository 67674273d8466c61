import Platform
import Playground

/// The names and addresses by which participants can reach a room's server.
struct RoomNetwork {
  /// Addresses and names without a port (IPv6 without brackets), the most likely to work first. Empty if no other machine can reach
  /// the server.
  let hosts: [String]
  /// All names that the server accepts in `Host`.
  let names: Set<String>
  /// Whether ALLOWED_HOSTS has a name or an address that other machines can use.
  let isNamed: Bool

  /// - Parameters:
  ///   - listening: the addresses that the server listens on; `0.0.0.0` and `::` mean all addresses of the machine.
  ///   - allowed: the value of ALLOWED_HOSTS. They come before other addresses, because the user chose them.
  ///   - machine: the machine's addresses, in order of preference.
  ///   - hostName: the machine's name, which works where the network resolves it.
  init(
    listening: [String], allowed: Set<String>, machine: [NetworkAddress] = NetworkAddress.ofThisMachine,
    hostName: String? = NetworkAddress.hostName
  ) {
    let isOpen = { (address: NetworkAddress) in listening.contains(address.isIPv6 ? "::" : "0.0.0.0") }
    let chosen = listening.filter {
      $0 != "0.0.0.0" && $0 != "::" && !Playground.Configuration.isLoopback($0)
    }
    let addresses = chosen + machine.filter(isOpen).map(\.host).filter { !chosen.contains($0) }
    let own = allowed.filter { $0 != "*" && !Playground.Configuration.isLoopback($0) }
      .map { $0.hasPrefix("[") ? String($0.dropFirst().dropLast()) : $0 }.sorted()
    isNamed = !own.isEmpty
    hosts = own + addresses.filter { !own.contains($0) }
    names = allowed.union(hosts).union(addresses.isEmpty ? [] : Self.names(of: hostName))
  }

  /// The origins of `hosts`, such as `http://192.168.1.5:8000` and `http://[fd00::5]:8000`; loopback's if there are none.
  func origins(port: UInt16) -> [String] {
    (hosts.isEmpty ? ["127.0.0.1"] : hosts).map { host in
      let name = host.contains(":") ? "[\(host)]" : host
      return port == 80 ? "http://\(name)" : "http://\(name):\(port)"
    }
  }

  /// The name, its first label, and that label under `.local` (multicast DNS, RFC 6762).
  private static func names(of hostName: String?) -> Set<String> {
    guard let hostName, let label = hostName.split(separator: ".").first, hostName != "localhost" else {
      return []
    }
    return [hostName, String(label), "\(label).local"]
  }
}
