/// Whom a limit for each client counts.
///
/// A client of IPv6 has not one address but a network of 2^64, and may take another for each connection: so all of a /64 are one.
package enum ClientNetwork {
  /// The text that stands for a client's address wherever an address is a key.
  ///
  ///     192.0.2.7            192.0.2.7
  ///     2001:db8:1:2:3::4    2001:db8:1:2::/64
  ///     ::ffff:192.0.2.7     192.0.2.7
  ///
  /// Loopback, and what is no address, stay as they are.
  package static func of(_ text: String) -> String {
    // A zone, as in `fe80::1%eth0`, is this machine's name for the link.
    guard let address = IPAddress(String(text.prefix { $0 != "%" })) else { return text }
    if address.isIPv4 || address.isLoopback { return address.description }
    return "\(address.network)/64"
  }
}
