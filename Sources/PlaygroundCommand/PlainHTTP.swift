import Platform

/// Asks a server for something over a plain socket: one GET, without encryption.
struct PlainHTTP {
  /// A name or an IP address; one that stands for all is asked at loopback.
  let host: String
  let port: UInt16
  let limit: Duration
  /// With its query.
  let path: String

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  struct Response {
    var status: Int
    /// The head, its first line first.
    var head: [Substring]
    var body: [UInt8]

    /// The first field of a name in lower case.
    func field(_ name: String) -> String? {
      for line in head.dropFirst() {
        guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { continue }
        return String(line[line.index(after: colon)...].drop { $0 == " " })
      }
      return nil
    }
  }

  /// Bytes that an answer may have.
  private static let longest = 67_108_864

  /// - Parameter fields: beside `Host` and `Connection`.
  func get(fields: [(name: String, value: String)] = []) throws(Failure) -> Response {
    let (seconds, attoseconds) = limit.components
    let deadline =
      Monotonic.now &+ UInt64(clamping: seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000)
    let descriptor = try connected(deadline)
    defer { close(descriptor) }
    let lines = fields.map { "\($0.name): \($0.value)\r\n" }.joined()
    var request = Array(
      "GET \(path) HTTP/1.1\r\nHost: \(authority)\r\nConnection: close\r\n\(lines)\r\n".utf8)[...]
    while !request.isEmpty {
      try wait(descriptor, POLLOUT, deadline)
      let count = request.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { throw failure("the request could not be sent: \(reason)") }
      request = request.dropFirst(count)
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while answer.count < Self.longest {
      try wait(descriptor, POLLIN, deadline)
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count >= 0 else { throw failure("the answer could not be read: \(reason)") }
      if count == 0 { break }
      answer += buffer[..<count]
    }
    return try response(answer)
  }

  private func response(_ answer: [UInt8]) throws(Failure) -> Response {
    guard let end = answer.firstRange(of: Array("\r\n\r\n".utf8)) else {
      throw failure("the connection ended before an answer came")
    }
    let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
    guard let line = head.first, line.hasPrefix("HTTP/1."), let status = Int(line.dropFirst(9).prefix(3))
    else {
      throw failure("it answers '\(String(decoding: answer.prefix(12), as: UTF8.self).escapedForLog)'")
    }
    return Response(status: status, head: head, body: Array(answer[end.upperBound...]))
  }

  private var address: String { ["0.0.0.0": "127.0.0.1", "::": "::1"][host] ?? host }

  private var authority: String { address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)" }

  private var reason: String { String(cString: strerror(errno)) }

  private func failure(_ why: String) -> Failure {
    Failure(description: "http://\(authority)\(path): \(why)")
  }

  private func connected(_ deadline: UInt64) throws(Failure) -> Int32 {
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICSERV
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(address, String(port), &hints, &found) == 0, let place = found?.pointee else {
      throw failure("there is no host '\(host.escapedForLog)'")
    }
    defer { freeaddrinfo(found) }
    let descriptor = socket(place.ai_family, place.ai_socktype | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0 else { throw failure(reason) }
    do throws(Failure) {
      if connect(descriptor, place.ai_addr, place.ai_addrlen) != 0 {
        guard errno == EINPROGRESS else { throw failure(reason) }
        try wait(descriptor, POLLOUT, deadline)
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size)
        guard error == 0 else { throw failure(String(cString: strerror(error))) }
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
      if errno != EINTR { throw failure(reason) }
    }
  }
}
