import FieldValues

/// What a proxy says about the connection on which it received a request.
struct ForwardedHop: Equatable {
  /// nil if the proxy does not know or reveal it.
  var address: IPAddress?
  var scheme: String?
  var host: String?
}

/// Reads the `Forwarded` field (RFC 7239, 4).
///
///     Forwarded: for=192.0.2.60;proto=https;host=play.example.org, for="[2001:db8::17]:4711"
enum ForwardedField {
  /// The elements of all lines of the field; the nearest proxy's is the last. A malformed line counts as one empty element, so that what
  /// an earlier hop wrote cannot hide what a later one added in a separate line.
  static func hops(_ lines: [String]) -> [ForwardedHop] {
    lines.flatMap { elements($0[...].utf8) ?? [ForwardedHop()] }
  }

  private static func elements(_ line: Substring.UTF8View) -> [ForwardedHop]? {
    var rest = line
    var hops: [ForwardedHop] = []
    var hop = ForwardedHop()
    var names: Set<String> = []
    while true {
      skipSpace(&rest)
      switch rest.first {
      case nil:
        if !names.isEmpty { hops.append(hop) }
        return hops
      case UInt8(ascii: ","):
        rest = rest.dropFirst()
        if !names.isEmpty { hops.append(hop) }
        (hop, names) = (ForwardedHop(), [])
      case UInt8(ascii: ";"): rest = rest.dropFirst()
      default:
        let name = rest.prefix(while: \.isTokenCharacter)
        rest = rest.dropFirst(name.count)
        guard !name.isEmpty, rest.first == UInt8(ascii: "=") else { return nil }
        rest = rest.dropFirst()
        guard let value = value(&rest) else { return nil }
        skipSpace(&rest)
        guard rest.isEmpty || rest.first == UInt8(ascii: ",") || rest.first == UInt8(ascii: ";") else {
          return nil
        }
        let parameter = String(Substring(name)).lowercased()
        // "Each parameter MUST NOT occur more than once per field-value": it is impossible to know which one a proxy wrote.
        guard names.insert(parameter).inserted else { return nil }
        switch parameter {
        case "for": hop.address = address(of: value)
        case "proto": hop.scheme = scheme(value)
        case "host": hop.host = host(value)
        default: break
        }
      }
    }
  }

  /// Reads a token or a quoted string, and also an unquoted address with `:` and `[`, which some proxies write.
  private static func value(_ rest: inout Substring.UTF8View) -> String? {
    guard rest.first == UInt8(ascii: "\"") else {
      let token = rest.prefix { $0 > 0x20 && !",;\"".utf8.contains($0) }
      rest = rest.dropFirst(token.count)
      return String(Substring(token))
    }
    rest = rest.dropFirst()
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escaped = rest.popFirst() else { return nil }
        bytes.append(escaped)
      default: bytes.append(byte)
      }
    }
    return nil
  }

  private static func skipSpace(_ rest: inout Substring.UTF8View) {
    while let byte = rest.first, byte == 0x20 || byte == 0x09 { rest = rest.dropFirst() }
  }

  /// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:4711`; nil for `unknown`, `_hidden` and others.
  static func address(of node: String) -> IPAddress? {
    if node.hasPrefix("[") {
      guard let end = node.firstIndex(of: "]"), isPort(node[node.index(after: end)...]) else { return nil }
      let inside = node[node.index(after: node.startIndex)..<end]
      return inside.contains(":") ? IPAddress(String(inside)) : nil
    }
    if let address = IPAddress(node) { return address }
    guard let colon = node.lastIndex(of: ":"), isPort(node[colon...]) else { return nil }
    let name = String(node[..<colon])
    return name.contains(":") ? nil : IPAddress(name)
  }

  /// Empty, `:4711` or `:_hidden`.
  private static func isPort(_ text: Substring) -> Bool {
    text.isEmpty || (text.utf8.first == UInt8(ascii: ":") && text.utf8.count <= 64)
  }

  static func scheme(_ text: String) -> String? {
    switch text.lowercased() {
    case "https", "wss": "https"
    case "http", "ws": "http"
    default: nil
    }
  }

  /// A name or an address with an optional port; nil if a Host field must not hold it (RFC 9110, 7.2).
  static func host(_ text: String) -> String? {
    guard (1...255).contains(text.utf8.count) else { return nil }
    return Array(text.utf8).withUnsafeBytes { HostPolicy.name(of: $0) != nil } ? text : nil
  }
}
