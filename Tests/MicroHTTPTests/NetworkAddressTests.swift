import Testing

@testable import Platform

@Suite struct NetworkAddressTests {
  private static func hosts(_ all: [(String, NetworkAddress.Kind)]) -> [String] {
    NetworkAddress.ordered(all.map { NetworkAddress(host: $0.0, kind: $0.1) }).map(\.host)
  }

  @Test func `the default route comes first, IPv4 before IPv6, bridges last`() {
    #expect(
      Self.hosts([
        ("172.17.0.1", .bridge), ("fd00::5", .defaultRoute), ("10.8.0.2", .network), ("fd01::1", .network),
        ("192.168.1.5", .defaultRoute), ("fd02::1", .bridge),
      ]) == ["192.168.1.5", "10.8.0.2", "fd00::5", "fd01::1", "172.17.0.1", "fd02::1"])
  }

  @Test func `addresses of one link are told only where there is nothing else, and never those of IPv6`() {
    #expect(
      Self.hosts([("169.254.7.1", .network), ("fe80::1", .defaultRoute), ("192.168.1.5", .network)])
        == ["192.168.1.5"])
    #expect(Self.hosts([("169.254.7.1", .network), ("febf::1", .network)]) == ["169.254.7.1"])
    #expect(Self.hosts([("fe80::1", .network)]) == [])
  }

  @Test func `an address that two interfaces have is told once`() {
    #expect(Self.hosts([("10.0.0.1", .network), ("10.0.0.1", .bridge)]) == ["10.0.0.1"])
  }

  @Test func `this machine's own are addresses that can be bound, and none of loopback`() {
    for address in NetworkAddress.ofThisMachine {
      #expect(SocketAddress(host: address.host, port: 0)?.isLoopback == false)
      #expect(address.host != "0.0.0.0" && address.host != "::")
    }
  }
}
