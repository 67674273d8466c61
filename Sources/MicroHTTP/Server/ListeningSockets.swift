import Platform

/// The sockets a server listens on. IPv4 and IPv6 have separate sockets, so that exactly the configured addresses are bound.
struct ListeningSockets: ~Copyable {
  struct Bound: Sendable {
    var descriptor: OwnedDescriptor
    var host: String
    var port: UInt16
  }

  private(set) var bound: [Bound] = []
  /// Addresses that this machine does not have, each with the reason.
  private(set) var skipped: [String] = []

  init(hosts: [String], port: UInt16) throws(ServerError) {
    guard !hosts.isEmpty else { throw ServerError("No address to listen on: set HOST, to 127.0.0.1 say.") }
    // A port that is free on the first address may be taken on the second: then another one is tried.
    for attempt in 1... {
      do {
        try bindAll(hosts: hosts, port: port)
        break
      } catch {
        bound = []
        skipped = []
        guard port == 0, attempt < 20 else { throw error }
      }
    }
    guard !bound.isEmpty else { throw ServerError("Cannot listen: \(skipped.joined(separator: "; ")).") }
  }

  /// Duplicates the descriptors for one loop.
  func copies() throws(ServerError) -> [OwnedDescriptor] {
    var copies: [OwnedDescriptor] = []
    for socket in bound {
      let copy = fcntl(socket.descriptor.number, F_DUPFD_CLOEXEC, 0)
      guard copy >= 0 else { throw ServerError(SystemError(call: "fcntl", errno: errno)) }
      copies.append(OwnedDescriptor(copy))
    }
    return copies
  }

  /// Closes these descriptors; the loops' copies keep listening.
  mutating func close() { bound = [] }

  private mutating func bindAll(hosts: [String], port: UInt16) throws(ServerError) {
    var port = port
    for host in hosts {
      guard let address = SocketAddress(host: host, port: port) else {
        throw ServerError(
          "'\(host)' is not an IP address to listen on. Use 127.0.0.1, ::1, 0.0.0.0 or an address of this machine."
        )
      }
      let descriptor = address.makeSocket()
      guard descriptor >= 0 else {
        skipped.append("\(host): \(errorText(errno))")
        continue
      }
      let owned = OwnedDescriptor(descriptor)
      Self.set(descriptor, SOL_SOCKET, SO_REUSEADDR)
      if address.family == AF_INET6 { Self.set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY) }
      // Accepted connections inherit this option.
      Self.set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY)
      guard address.bindSocket(descriptor) == 0 else {
        let code = errno
        if code == EADDRNOTAVAIL || code == EAFNOSUPPORT {
          skipped.append("\(host): \(errorText(code))")
          continue
        }
        throw Self.failure(host: host, port: port, errno: code)
      }
      guard listen(descriptor, 4096) == 0 else {
        throw Self.failure(host: host, port: port, errno: errno)
      }
      let actual = SocketAddress(boundTo: descriptor)?.port ?? port
      bound.append(Bound(descriptor: owned, host: host, port: actual))
      port = actual
    }
  }

  private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32) {
    var on: Int32 = 1
    setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  private static func failure(host: String, port: UInt16, errno code: Int32) -> ServerError {
    let place = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    switch code {
    case EADDRINUSE:
      return ServerError(
        "\(place) is in use by another program. Stop that, or choose another port: PORT=\(port == .max ? 8001 : port + 1), or 0 for any free one."
      )
    case EACCES:
      return ServerError("\(place) may not be bound by this user. Choose a port from 1024 on: PORT=8000.")
    default:
      return ServerError("Cannot listen on \(place): \(errorText(code)).")
    }
  }
}
