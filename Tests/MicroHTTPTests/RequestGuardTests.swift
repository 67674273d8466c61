import HTTPTypes
import Testing

@testable import MicroHTTP

@Suite struct GuardingRequests {
  static let refused: [(request: String, status: Int)] = [
    ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1, 1\r\n\r\nx", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\nx", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: abc\r\n\r\nx", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length:\r\n\r\nx", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999999\r\n\r\nx", 400),
    (
      "GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
      400
    ),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: identity\r\n\r\n", 400),
    ("GET / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: local host\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost:port\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost:8000:1\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: user@localhost\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nBad Name: 1\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nName : 1\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\n: 1\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nA: b\r\n c\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nA: b\r\n\tc\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\nA: b\r\n\r\n", 400),
    ("GET / HTTP/1.1\nHost: localhost\n\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nA: b\rc\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nA: b\0c\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nA: b\u{7}c\r\n\r\n", 400),
    ("GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    ("GET / x HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    ("GET /\0x HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    ("GET /%00x HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    ("GET x HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    ("GET\r\n\r\n", 400),
    ("GET /\r\n\r\n", 400),
    ("G(T / HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    ("GET / HTTP/1.1x\r\nHost: localhost\r\n\r\n", 400),
    ("GET / http/1.1\r\nHost: localhost\r\n\r\n", 400),
    ("GET / FTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    ("GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505),
    ("GET / HTTP/0.9\r\nHost: localhost\r\n\r\n", 505),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    ("\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{fc}\u{3}\u{3}", 400),
    ("SSH-2.0-OpenSSH_9.2\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421),
    ("GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n", 421),
    ("GET / HTTP/1.1\r\nHost: 192.168.1.1\r\n\r\n", 421),
    ("GET / HTTP/1.0\r\nHost: evil.example\r\n\r\n", 421),
    ("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 421),
    ("GET /\(String(repeating: "a", count: 4_500)) HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
    ("GET /\(String(repeating: "a", count: 90_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nA: \(String(repeating: "a", count: 17_000))\r\n\r\n", 431),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nA: \(String(repeating: "a", count: 200_000))\r\n\r\n", 431),
    ("GET / HTTP/1.1\r\nHost: localhost\r\n\(String(repeating: "A: b\r\n", count: 101))\r\n", 431),
  ]

  @Test(arguments: refused.indices)
  func `a first request is refused with a problem and closed`(_ index: Int) async throws {
    let (request, status) = Self.refused[index]
    try await withServer { server in
      let client = try await RawClient(port: server.port)
      await client.send(request)
      let (bytes, end) = await client.readToEnd()
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(end == .closed)
      #expect(text.hasPrefix("HTTP/1.1 \(status) "))
      #expect(text.contains("application/problem+json"))
      #expect(text.hasSuffix("}\n"))
      #expect(server.statistics.refusals == [ServerStatistics.Refusal(.request, status: status): 1])
    }
  }

  /// A later request is read by libmicrohttpd alone; what it hides is found in its buffer.
  @Test(arguments: refused.indices.filter { refused[$0].request.utf8.count < 10_000 })
  func `a later request is refused and closed`(_ index: Int) async throws {
    let (request, status) = Self.refused[index]
    try await withServer { server in
      let client = try await RawClient(port: server.port)
      await client.get("/first")
      #expect(try await client.response().text == "GET /first")
      await client.send(request)
      client.closeWriting()
      let (bytes, end) = await client.readToEnd()
      #expect(end != .timedOut)
      // libmicrohttpd answers some of them itself, and closes the connection without an answer to others.
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(
        text.isEmpty || text.hasPrefix("HTTP/1.1 \(status) ") || text.hasPrefix("HTTP/1.1 4")
          || text.hasPrefix("HTTP/1.1 5"))
    }
  }

  @Test(arguments: [
    "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET / HTTP/1.1\r\nHost: LOCALHOST:1234\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: 127.0.0.1:80\r\n\r\n", "GET / HTTP/1.1\r\nHost: [::1]:8000\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: allowed.example\r\n\r\n",
    "GET http://localhost:1/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET / HTTP/1.0\r\n\r\n", "\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET / HTTP/1.1\r\nHost:localhost\r\nA:\r\nB: \t c \t\r\nC: \u{e4}\r\n\r\n",
    "GET /?a=%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /a%20b/\u{e4}?x HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", "BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nA: \(String(repeating: "a", count: 6_000))\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: \(String(repeating: "abcdefgh=0123456789abcdef0123456789abcdef; ", count: 70))\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\n\(String(repeating: "A: b\r\n", count: 99))\r\n",
    "GET /\(String(repeating: "a", count: 4_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n",
  ])
  func `a strict request is answered as the first, as a later one, and byte by byte`(_ request: String)
    async throws
  {
    try await withServer(TestHandler { .result(.text($0.target)) }, { $0.allowedHosts = ["allowed.example"] })
    { server in
      let client = try await RawClient(port: server.port)
      await client.send(request)
      #expect(try await client.response().status == 200)
      if !request.contains("HTTP/1.0") {
        await client.send(request)
        #expect(try await client.response().status == 200)
      }
      guard request.utf8.count < 200 else { return }
      let slow = try await RawClient(port: server.port)
      for byte in request.utf8 { await slow.send([byte]) }
      #expect(try await slow.response().status == 200)
    }
  }

  /// The first head decides how much memory a connection has for heads.
  @Test(arguments: [
    "A: \(String(repeating: "a", count: 4_000))\r\n",
    "Cookie: \(String(repeating: "abcdefgh=0123456789abcdef0123456789abcdef; ", count: 25))\r\n",
    String(repeating: "Accept-Language: en-GB,en;q=0.9\r\n", count: 40),
  ])
  func `later heads may be longer than the first`(_ fields: String) async throws {
    try await withServer { server in
      let client = try await RawClient(port: server.port)
      for _ in 0..<3 {
        await client.get("/first")
        #expect(try await client.response().text == "GET /first")
        await client.send("GET /later HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n")
        #expect(try await client.response().text == "GET /later")
      }
    }
  }

  @Test func `a first head may be as long as the limit`() async throws {
    try await withServer { server in
      let client = try await RawClient(port: server.port)
      let cookies = String(repeating: "abcdefgh=\(String(repeating: "0", count: 340)); ", count: 20)
      for _ in 0..<2 {
        await client.send(
          "GET /long HTTP/1.1\r\nHost: localhost\r\nCookie: \(cookies)\r\nA: \(String(repeating: "a", count: 8_000))\r\n\r\n"
        )
        #expect(try await client.response().text == "GET /long")
      }
    }
  }

  /// The loop may be woken without new bytes.
  @Test(arguments: ["\r", "\r\n\r"]) func `half an empty line is waited for`(_ start: String) {
    let scanner = HeadScanner(headLimit: 6_144, targetLimit: 4_096)
    Array(start.utf8).withUnsafeBytes { bytes in
      for scanned in [0, 1, 1] {
        guard case .incomplete = scanner.scan(bytes, scanned: scanned) else {
          Issue.record("it is refused")
          return
        }
      }
    }
  }

  /// Found by fuzzing: a method that came whole could be longer than one in pieces.
  @Test(arguments: [64, 65, 80]) func `a method is as long in pieces as whole`(_ length: Int) {
    let scanner = HeadScanner(headLimit: 2_048, targetLimit: 512)
    let head = Array("\(String(repeating: "M", count: length)) / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
    func isRefused(step: Int) -> Bool? {
      var scanned = 0
      for end in stride(from: step, through: head.count, by: step) {
        let verdict = head[..<end].withUnsafeBytes { scanner.scan($0, scanned: scanned) }
        switch verdict {
        case .incomplete(let count): scanned = count
        case .complete: return false
        case .refused: return true
        }
      }
      return nil
    }
    #expect(isRefused(step: head.count) == (length > 64))
    #expect(isRefused(step: 1) == (length > 64))
  }

  @Test func `a bound wildcard answers to the address that was reached`() async throws {
    try await withServer(TestHandler(), { $0.hosts = ["0.0.0.0"] }) { server in
      let client = try await RawClient(port: server.port, host: "127.0.0.2")
      await client.send("GET / HTTP/1.1\r\nHost: 127.0.0.2\r\n\r\n")
      #expect(try await client.response().status == 200)
      await client.send("GET / HTTP/1.1\r\nHost: 127.0.0.3\r\n\r\n")
      #expect(try await client.response().status == 421)
    }
  }

  @Test func `the target reaches the handler as sent and decoded`() async throws {
    let handler = TestHandler { request in
      .result(
        .text(
          "\(request.target) \(request.path) \(request.segments) \(request.query.map { "\($0.name)=\($0.value)" })"
        ))
    }
    try await withServer(handler) { server in
      let client = try await RawClient(port: server.port)
      await client.get("/a%2Fb//c%20d/?q=1+2%2B&x&=y&z==%zz")
      #expect(
        try await client.response().text
          == #"/a%2Fb//c%20d/?q=1+2%2B&x&=y&z==%zz /a%2Fb//c%20d/ ["a/b", "c d"] ["q=1 2+", "x=", "=y", "z==%zz"]"#
      )
      await client.get("http://localhost:80?a")
      #expect(try await client.response().text == #"http://localhost:80?a / [] ["a="]"#)
    }
  }

  @Test func `a body that is announced too long is refused at once`() async throws {
    let handler = TestHandler(admitting: { _ in .body(limit: 10) })
    try await withServer(handler) { server in
      let client = try await RawClient(port: server.port)
      await client.send(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n")
      let (bytes, end) = await client.readToEnd()
      #expect(end == .closed)
      #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("HTTP/1.1 413 "))
    }
  }

  @Test func `a client that is still sending reads the refusal`() async throws {
    let handler = TestHandler(admitting: { _ in .body(limit: 10) })
    try await withServer(handler) { server in
      let client = try await RawClient(port: server.port)
      let body = String(repeating: "x", count: 3 << 20)
      await client.send(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body)
      #expect(try await client.response().status == 413)
    }
  }

  @Test func `a chunked body is counted while it comes in`() async throws {
    let handler = TestHandler(admitting: { _ in .body(limit: 10) })
    try await withServer(handler) { server in
      let client = try await RawClient(port: server.port)
      await client.send(
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n6\r\nabcdef\r\n"
      )
      #expect(try await client.response().status == 413)
    }
  }

  @Test func `an expectation is met before the body is sent`() async throws {
    try await withServer { server in
      let client = try await RawClient(port: server.port)
      await client.send(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
      #expect(try await client.head().status == 100)
      await client.send("ab")
      #expect(try await client.response().status == 200)
    }
  }

  @Test func `a refused admission is answered without the body`() async throws {
    let handler = TestHandler(admitting: { _ in .refuse(Problem(status: 415, detail: "No.").result) })
    try await withServer(handler) { server in
      let client = try await RawClient(port: server.port)
      await client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
      let (bytes, end) = await client.readToEnd()
      #expect(end == .closed)
      #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("HTTP/1.1 415 "))
    }
  }

  @Test func `pipelined requests are answered in order`() async throws {
    try await withServer { server in
      let client = try await RawClient(port: server.port)
      await client.send((1...5).map { "GET /\($0) HTTP/1.1\r\nHost: localhost\r\n\r\n" }.joined())
      for number in 1...5 { #expect(try await client.response().text == "GET /\(number)") }
    }
  }
}
