/// An address by which other machines on a network can reach this one.
package struct NetworkAddress: Sendable, Hashable {
  /// The kind of network that an address belongs to, the most likely to be shared with others first.
  package enum Kind: Sendable {
    /// The interface with a default route: nearly always the network of the room.
    case defaultRoute
    case network
    /// A bridge to containers or virtual machines on this machine.
    case bridge
  }

  /// The address without a port: `192.168.1.5`, `fd00::5`.
  package let host: String
  package let kind: Kind

  package var isIPv6: Bool { host.contains(":") }

  /// Sorts addresses in the order to show them: bridges last, IPv4 before IPv6, the default route's first.
  ///
  /// IPv4 link-local addresses (169.254.0.0/16) are left out if there is any other. IPv6 link-local addresses (fe80::/10) are always left
  /// out: they need an interface, which a browser's URL cannot name.
  package static func ordered(_ all: [NetworkAddress]) -> [NetworkAddress] {
    var kept: [NetworkAddress] = []
    for address in all where !address.isLinkLocalIPv6 && !kept.contains(where: { $0.host == address.host }) {
      kept.append(address)
    }
    let others = kept.filter { !$0.host.hasPrefix("169.254.") }
    // Equal ranks keep the system's order.
    return (others.isEmpty ? kept : others).enumerated().sorted { a, b in
      a.element.rank == b.element.rank ? a.offset < b.offset : a.element.rank < b.element.rank
    }.map(\.element)
  }

  /// This machine's host name; nil if a URL cannot hold it.
  package static var hostName: String? {
    var text = [CChar](repeating: 0, count: 256)
    guard gethostname(&text, text.count - 1) == 0 else { return nil }
    let name = String(terminated: text)
    let isName = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-._".utf8.contains(byte)
    }
    return isName && !name.isEmpty ? name : nil
  }

  private var rank: Int {
    (kind == .bridge ? 4 : 0) + (isIPv6 ? 2 : 0) + (kind == .network ? 1 : 0)
  }

  private var isLinkLocalIPv6: Bool {
    ["fe8", "fe9", "fea", "feb"].contains { host.hasPrefix($0) } && isIPv6
  }
}
