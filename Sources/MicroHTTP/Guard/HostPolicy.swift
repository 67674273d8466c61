import TextForms

/// The names that a Host field may hold. A page whose own name was made to resolve to this machine (DNS rebinding) sends that name.
struct HostPolicy {
  private let names: [[UInt8]]
  private let allowsAll: Bool
  /// Whether the server is bound to all addresses; then the address that a client connected to is allowed.
  private let allowsLocalAddress: Bool

  init(allowed: Set<String>, bound: [String]) {
    allowsAll = allowed.contains("*")
    allowsLocalAddress = bound.contains("0.0.0.0") || bound.contains("::")
    let own = ["localhost", "127.0.0.1", "::1"] + bound.filter { $0 != "0.0.0.0" && $0 != "::" }
    names = Set(own + allowed.map { $0.hasPrefix("[") ? String($0.dropFirst().dropLast()) : $0 })
      .map { $0.utf8.map(\.lowercased) }
  }

  func allows(_ name: RequestHead.Bytes, localAddress: () -> String?) -> Bool {
    if allowsAll { return true }
    for allowed in names where name.equalsIgnoringCase(allowed) { return true }
    guard allowsLocalAddress, let address = localAddress() else { return false }
    return name.equalsIgnoringCase(address.utf8.map(\.lowercased))
  }

  /// `localhost` of `localhost:8000`, `::1` of `[::1]:8000`; nil if it is neither (RFC 3986, 3.2.2).
  static func name(of host: RequestHead.Bytes) -> RequestHead.Bytes? {
    var end = 0
    var name: RequestHead.Bytes
    if host.first == UInt8(ascii: "[") {
      guard let close = host.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      name = UnsafeRawBufferPointer(rebasing: host[1..<close])
      guard
        name.allSatisfy({ Hex.value(of: $0) != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
      else {
        return nil
      }
      end = close + 1
    } else {
      while end < host.count, host[end] != UInt8(ascii: ":") { end += 1 }
      name = UnsafeRawBufferPointer(rebasing: host[..<end])
      let isName = name.allSatisfy {
        ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z")) || ($0 >= 0x30 && $0 <= 0x39)
          || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
      }
      guard isName else { return nil }
    }
    guard !name.isEmpty else { return nil }
    if end < host.count {
      let port = host[(end + 1)...]
      guard host[end] == UInt8(ascii: ":"), port.count <= 5, port.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
      else {
        return nil
      }
    }
    return name
  }
}
