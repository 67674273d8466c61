import Platform
import Playground
import TextForms

/// Requests a server's `/healthz` over a plain socket.
struct HealthCheck {
  /// An IP address; for a wildcard address (0.0.0.0, ::) loopback is used.
  let host: String
  let port: UInt16
  let limit: Duration

  func run() throws(Failure) {
    let deadline = Monotonic.now.later(by: limit.nanoseconds)
    let descriptor = try connected(deadline)
    defer { close(descriptor) }
    var request = Array("GET /healthz HTTP/1.1\r\nHost: \(authority)\r\nConnection: close\r\n\r\n".utf8)[...]
    while !request.isEmpty {
      try wait(descriptor, POLLOUT, deadline)
      let count = request.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, 0) }
      guard count > 0 else { throw failure("the request could not be sent: \(errorText(errno))") }
      request = request.dropFirst(count)
    }
    // Only the status matters: "HTTP/1.1 200" has 12 bytes.
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 256)
    while answer.count < 12 {
      try wait(descriptor, POLLIN, deadline)
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { throw failure("the connection ended before an answer came") }
      answer += buffer[..<count]
    }
    let status = String(decoding: answer.prefix(12), as: UTF8.self)
    guard status == "HTTP/1.1 200" else { throw failure("it answers '\(status.escapedForLog)'") }
  }

  private var address: String { ["0.0.0.0": "127.0.0.1", "::": "::1"][host] ?? host }

  private var authority: String { address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)" }

  private func failure(_ why: String) -> Failure {
    Failure("http://\(authority)/healthz: \(why)")
  }

  private func connected(_ deadline: UInt64) throws(Failure) -> Int32 {
    guard let place = SocketAddress(host: address, port: port) else {
      throw failure("'\(host.escapedForLog)' is not an IP address")
    }
    let descriptor = place.makeSocket()
    guard descriptor >= 0 else { throw failure(errorText(errno)) }
    do throws(Failure) {
      if place.connectSocket(descriptor) != 0 {
        guard errno == EINPROGRESS else { throw failure(errorText(errno)) }
        try wait(descriptor, POLLOUT, deadline)
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size)
        guard error == 0 else { throw failure(errorText(error)) }
      }
    } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  private func wait(_ descriptor: Int32, _ events: Int32, _ deadline: UInt64) throws(Failure) {
    while true {
      let now = Monotonic.now
      var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let count = now >= deadline ? 0 : poll(&entry, 1, Int32(clamping: (deadline - now) / 1_000_000 + 1))
      if count > 0 { return }
      if count == 0 { throw failure("no answer within \(limit)") }
      if errno != EINTR { throw failure(errorText(errno)) }
    }
  }
}
