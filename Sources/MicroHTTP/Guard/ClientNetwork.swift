/// The part of an address that a limit per client counts as one client.
///
/// An IPv6 client has a network of 2^64 addresses and may use another one for each connection, so a whole /64 counts as one client.
package enum ClientNetwork {
  /// The key for a client's address.
  ///
  ///     192.0.2.7            192.0.2.7
  ///     2001:db8:1:2:3::4    2001:db8:1:2::/64
  ///     ::ffff:192.0.2.7     192.0.2.7
  ///
  /// Loopback addresses, and texts that are not addresses, stay as they are.
  package static func of(_ text: String) -> String {
    // A zone, as in `fe80::1%eth0`, is local to this machine.
    guard let address = IPAddress(String(text.prefix { $0 != "%" })) else { return text }
    if address.isIPv4 || address.isLoopback { return address.description }
    return "\(address.network)/64"
  }
}
