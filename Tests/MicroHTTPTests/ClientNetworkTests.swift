import MicroHTTP
import Testing

@Suite struct ClientNetworks {
  @Test(arguments: [
    ("192.0.2.7", "192.0.2.7"), ("127.0.0.1", "127.0.0.1"), ("::1", "::1"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:db8:1:2::", "2001:db8:1:2::/64"),
    ("2001:DB8:1:2:ffff::9", "2001:db8:1:2::/64"), ("fe80::1%eth0", "fe80::/64"),
    ("::ffff:192.0.2.7", "192.0.2.7"), ("::ffff:c000:207", "192.0.2.7"), ("unknown", "unknown"), ("", ""),
    ("a:b", "a:b"),
    ("2001:db8:1:2::/64", "2001:db8:1:2::/64"), ("::ffff:127.0.0.1", "127.0.0.1"), ("::2", "::/64"),
  ])
  func `addresses of one client are one network`(_ address: String, _ network: String) {
    #expect(ClientNetwork.of(address) == network)
    #expect(Request(target: "/", remoteAddress: address).clientNetwork == network)
  }

  @Test func `neighbours of another network are others`() {
    #expect(ClientNetwork.of("2001:db8:1:2::1") != ClientNetwork.of("2001:db8:1:3::1"))
  }
}
