extension NetworkAddress {
  /// This machine's current addresses, ordered, without loopback; empty if it has no network.
  package static var ofThisMachine: [NetworkAddress] {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { return [] }
    defer { freeifaddrs(first) }
    let routed = interfacesWithDefaultRoute
    let passing = passingAddresses
    var found: [NetworkAddress] = []
    var next = first
    while let entry = next?.pointee {
      next = entry.ifa_next
      let flags = Int32(bitPattern: entry.ifa_flags)
      guard flags & Int32(IFF_UP) != 0, flags & Int32(IFF_LOOPBACK) == 0,
        let name = entry.ifa_name, let bytes = entry.ifa_addr, let address = SocketAddress(copying: bytes),
        !passing.contains(address.host)
      else { continue }
      let interface = String(cString: name)
      let kind: Kind =
        routed.contains(interface)
        ? .defaultRoute : access("/sys/class/net/\(interface)/bridge", F_OK) == 0 ? .bridge : .network
      found.append(NetworkAddress(host: address.host, kind: kind))
    }
    return ordered(found)
  }

  private static var interfacesWithDefaultRoute: Set<String> {
    let v4 = ProcessFiles.lines(of: "/proc/net/route").filter {
      $0.count > 7 && $0[1] == "00000000" && $0[7] == "00000000"
    }
    let zero = Substring(repeatElement("0", count: 32))
    let v6 = ProcessFiles.lines(of: "/proc/net/ipv6_route").filter {
      $0.count > 9 && $0[0] == zero && $0[1] == "00"
    }
    return Set((v4.compactMap(\.first) + v6.compactMap(\.last)).map(String.init)).subtracting(["lo"])
  }

  /// IPv6 addresses not to show: temporary, deprecated, or not (yet) verified to be unique.
  private static var passingAddresses: Set<String> {
    let unwanted: UInt32 = 0x01 | 0x08 | 0x20 | 0x40  // IFA_F_TEMPORARY, DADFAILED, DEPRECATED, TENTATIVE
    let hosts = ProcessFiles.lines(of: "/proc/net/if_inet6").compactMap { columns -> String? in
      guard columns.count > 4, let flags = UInt32(columns[4], radix: 16), flags & unwanted != 0 else {
        return nil
      }
      let groups = stride(from: 0, to: 32, by: 4).map { columns[0].dropFirst($0).prefix(4) }
      return SocketAddress(host: groups.joined(separator: ":"), port: 0)?.host
    }
    return Set(hosts)
  }
}
