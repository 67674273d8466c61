import Foundation

/// A client that sends exactly the bytes it is given and returns exactly what the socket receives.
///
/// Each call blocks on a thread of its own, never on one of Swift's pool, and gives up after ten seconds.
final class RawClient: Sendable {
  enum End: Equatable {
    /// The server closed the connection (FIN).
    case closed
    /// The server reset the connection (RST).
    case reset
    case timedOut
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  let descriptor: Int32

  init(port: UInt16, host: String = "127.0.0.1", receiveBuffer: Int32? = nil) async throws {
    descriptor = try await onThread {
      let isV6 = host.contains(":")
      let descriptor = socket(isV6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      guard descriptor >= 0 else { throw Failure(description: "socket: \(errno)") }
      if var size = receiveBuffer {
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4)
      }
      var result: Int32
      if isV6 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        inet_pton(AF_INET6, host, &address.sin6_addr)
        result = withUnsafePointer(to: &address) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
          }
        }
      } else {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        result = withUnsafePointer(to: &address) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
          }
        }
      }
      guard result == 0 else {
        let code = errno
        close(descriptor)
        throw Failure(description: "connect: \(String(cString: strerror(code)))")
      }
      return descriptor
    }
  }

  /// Sends a FIN; reading is still possible.
  func closeSendingHalf() { shutdown(descriptor, Int32(SHUT_WR)) }

  deinit { Glibc.close(descriptor) }

  /// Sends all bytes; ignores that the server may have closed the connection.
  func send(_ bytes: [UInt8]) async {
    await onThread { [descriptor] in
      var rest = bytes[...]
      while !rest.isEmpty {
        let sent = rest.withUnsafeBytes {
          Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard sent > 0 else { return }
        rest = rest.dropFirst(sent)
      }
    }
  }

  /// Sends a piece repeatedly until the server closes the connection or `limit` bytes are sent. Returns the bytes sent.
  func send(_ piece: [UInt8], upTo limit: Int) async -> Int {
    await onThread { [descriptor] in
      var total = 0
      while total < limit {
        let sent = piece.withUnsafeBytes {
          Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard sent > 0 else { break }
        total += sent
      }
      return total
    }
  }

  func send(_ text: String) async { await send(Array(text.utf8)) }

  /// Sends a GET request of HTTP/1.1.
  func get(_ target: String, _ fields: String = "") async {
    await send("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n")
  }

  func closeWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Returns the bytes of one call of recv; none at the end.
  func receive(limit: Int = 65_536) async throws -> [UInt8] {
    try await onThread { [descriptor] in
      var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard Glibc.poll(&poll, 1, 10_000) > 0 else {
        throw Failure(description: "nothing came in ten seconds")
      }
      var buffer = [UInt8](repeating: 0, count: limit)
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count >= 0 else { throw Failure(description: errno == ECONNRESET ? "reset" : "recv: \(errno)") }
      return Array(buffer[..<count])
    }
  }

  /// Reads until the bytes read end with `end`.
  func read(until end: String) async throws -> String {
    var text: [UInt8] = []
    let end = Array(end.utf8)
    while !text.suffix(end.count).elementsEqual(end) {
      let piece = try await receive(limit: 1)
      guard !piece.isEmpty else {
        throw Failure(description: "closed after '\(String(decoding: text, as: UTF8.self))'")
      }
      text += piece
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads until the server closes or resets the connection.
  func readToEnd() async -> (bytes: [UInt8], end: End) {
    var bytes: [UInt8] = []
    while true {
      do {
        let piece = try await receive()
        if piece.isEmpty { return (bytes, .closed) }
        bytes += piece
      } catch {
        return (bytes, "\(error)".contains("reset") ? .reset : .timedOut)
      }
    }
  }

  /// Sends a byte repeatedly, slowly, until the server responds or closes the connection.
  func trickle(_ byte: UInt8 = UInt8(ascii: "a")) async {
    await onThread { [descriptor] in
      var byte = byte
      var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      for _ in 0..<1_000 where Glibc.poll(&poll, 1, 20) == 0 {
        guard Glibc.send(descriptor, &byte, 1, Int32(MSG_NOSIGNAL)) == 1 else { return }
      }
    }
  }

  /// Reads the head and, according to its Content-Length, the body of a response.
  func response() async throws -> RawResponse {
    var response = RawResponse(head: try await read(until: "\r\n\r\n"))
    let length = response["content-length"].flatMap { Int($0) } ?? 0
    while response.body.count < length {
      let piece = try await receive(limit: length - response.body.count)
      guard !piece.isEmpty else { throw Failure(description: "closed in the body") }
      response.body += piece
    }
    return response
  }

  /// Reads only the head of a response.
  func head() async throws -> RawResponse {
    RawResponse(head: try await read(until: "\r\n\r\n"))
  }
}

/// Runs blocking code on a thread of its own.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread { continuation.resume(with: Result { try body() }) }.start()
  }
}

func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    Thread { continuation.resume(returning: body()) }.start()
  }
}

/// One GET of `/` on its own connection, for conditions that are checked repeatedly.
struct OneRequest {
  let status: Int

  init(port: UInt16) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
    let isConnected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard isConnected == 0 else { throw RawClient.Failure(description: "connect: \(errno)") }
    let request = Array("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
    _ = request.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    var buffer = [UInt8](repeating: 0, count: 1_024)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    let text = String(decoding: buffer[..<max(count, 0)], as: UTF8.self)
    status = Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0
  }
}
