/// An origin as browsers write it in `Origin`.
///
///     HTTP://LocalHost:80    http://localhost
///
/// The scheme and the host in lower case, and the port unless it is the scheme's default.
/// <https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin>
enum Origin {
  private static let ports = ["http": "80", "https": "443", "ws": "80", "wss": "443", "ftp": "21"]

  /// The origin as browsers send it; nil for a text that is not an origin. `*` and `null` stay as they are.
  static func normalized(_ text: String) -> String? {
    if text == "*" || text == "null" { return text }
    guard let mark = text.firstRange(of: "://") else { return nil }
    let scheme = text[..<mark.lowerBound].lowercased()
    let isScheme = scheme.utf8.allSatisfy { byte in isLetterOrDigit(byte) || "+-.".utf8.contains(byte) }
    guard let first = scheme.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first), isScheme
    else {
      return nil
    }
    guard let (host, port) = divided(text[mark.upperBound...].lowercased()) else { return nil }
    guard let port else { return "\(scheme)://\(host)" }
    guard let number = UInt16(port), port.utf8.allSatisfy(isLetterOrDigit) else { return nil }
    return ports[scheme] == String(number) ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(number)"
  }

  /// The host and the port of `localhost:8000` or `[::1]:8000`; nil if the authority is malformed.
  private static func divided(_ authority: String) -> (host: String, port: String?)? {
    let end =
      authority.hasPrefix("[")
      ? authority.firstIndex(of: "]").map(authority.index(after:)) : authority.firstIndex(of: ":")
    let host = String(authority[..<(end ?? authority.endIndex)])
    let rest = authority[(end ?? authority.endIndex)...]
    // Browsers send international names in their ASCII form (xn--…).
    let allowed = host.hasPrefix("[") ? "[]:." : "-._"
    guard !host.isEmpty, host.utf8.allSatisfy({ isLetterOrDigit($0) || allowed.utf8.contains($0) }),
      !host.hasPrefix("[") || (host.hasSuffix("]") && host.utf8.count > 2)
    else { return nil }
    if rest.isEmpty { return (host, nil) }
    return rest.hasPrefix(":") ? (host, String(rest.dropFirst())) : nil
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
