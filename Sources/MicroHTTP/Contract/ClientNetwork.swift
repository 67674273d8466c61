import CMicrohttpd
import Glibc

/// Whom a limit for each client counts.
///
/// A client of IPv6 has not one address but a network of 2^64, and may take another for each connection: so all of a /64 are one.
public enum ClientNetwork {
  /// The text that stands for a client's address wherever an address is a key.
  ///
  ///     192.0.2.7            192.0.2.7
  ///     2001:db8:1:2:3::4    2001:db8:1:2::/64
  ///     ::ffff:192.0.2.7     192.0.2.7
  ///
  /// Loopback, and what is no address, stay as they are.
  public static func of(_ address: String) -> String {
    guard address.utf8.contains(UInt8(ascii: ":")), address != "::1" else { return address }
    var bytes = in6_addr()
    // A zone, as in `fe80::1%eth0`, is this machine's name for the link.
    guard inet_pton(AF_INET6, String(address.prefix { $0 != "%" }), &bytes) == 1 else { return address }
    return withUnsafeMutableBytes(of: &bytes) { bytes in
      if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
        return bytes[12...].map { String($0) }.joined(separator: ".")
      }
      for index in 8..<16 { bytes[index] = 0 }
      var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
      guard inet_ntop(AF_INET6, bytes.baseAddress, &text, socklen_t(text.count)) != nil else {
        return address
      }
      return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/64"
    }
  }
}
