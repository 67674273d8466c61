/// An IPv4 or IPv6 address with a port.
package struct SocketAddress {
  private var storage = sockaddr_storage()
  private var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

  package var family: Int32 { Int32(storage.ss_family) }

  /// nil if `host` is not an IP address.
  package init?(host: String, port: UInt16) {
    var v4 = sockaddr_in()
    var v6 = sockaddr_in6()
    if inet_pton(AF_INET, host, &v4.sin_addr) == 1 {
      v4.sin_family = sa_family_t(AF_INET)
      v4.sin_port = port.bigEndian
      withUnsafeBytes(of: v4) { take($0) }
    } else if inet_pton(AF_INET6, host, &v6.sin6_addr) == 1 {
      v6.sin6_family = sa_family_t(AF_INET6)
      v6.sin6_port = port.bigEndian
      withUnsafeBytes(of: v6) { take($0) }
    } else {
      return nil
    }
  }

  /// The address that a socket is bound to; nil on failure.
  package init?(boundTo descriptor: Int32) {
    self.init { getsockname(descriptor, $0, $1) }
  }

  /// The address that a system call stores; nil if the call returns a negative number.
  init?(storedBy call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32) {
    let result = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, &length) }
    }
    guard result >= 0 else { return nil }
  }

  /// nil if the address is neither IPv4 nor IPv6.
  package init?(copying address: UnsafePointer<sockaddr>) {
    let size: Int
    switch Int32(address.pointee.sa_family) {
    case AF_INET: size = MemoryLayout<sockaddr_in>.size
    case AF_INET6: size = MemoryLayout<sockaddr_in6>.size
    default: return nil
    }
    take(UnsafeRawBufferPointer(start: address, count: size))
  }

  private mutating func take(_ address: UnsafeRawBufferPointer) {
    length = socklen_t(address.count)
    withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: address) }
  }

  /// Binds a socket to the address, as bind(2) does.
  package func bindSocket(_ descriptor: Int32) -> Int32 {
    withUnsafePointer(to: storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
  }

  /// Connects a socket to the address, as connect(2) does.
  package func connectSocket(_ descriptor: Int32) -> Int32 {
    withUnsafePointer(to: storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) }
    }
  }

  package var port: UInt16 {
    withUnsafeBytes(of: storage) { bytes in
      family == AF_INET6
        ? bytes.load(as: sockaddr_in6.self).sin6_port.bigEndian
        : bytes.load(as: sockaddr_in.self).sin_port.bigEndian
    }
  }

  /// The address without the port: `127.0.0.1`, `::1`.
  package var host: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let isKnown = withUnsafeBytes(of: storage) { bytes -> Bool in
      guard let base = bytes.baseAddress else { return false }
      let offset =
        family == AF_INET6
        ? MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr)
        : MemoryLayout<sockaddr_in>.offset(of: \.sin_addr)
      return inet_ntop(family, base + (offset ?? 0), &text, socklen_t(text.count)) != nil
    }
    return isKnown ? String(terminated: text) : "unknown"
  }

  /// Whether it is in 127.0.0.0/8, or ::1.
  package var isLoopback: Bool {
    let host = host
    return host == "::1" || host.hasPrefix("127.")
  }
}
