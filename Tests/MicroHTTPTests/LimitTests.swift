import HTTPTypes
import Synchronization
import Testing

@testable import MicroHTTP

@Suite struct Limits {
  static let open = Script([.head(StreamHead()), .write("a"), .rest])

  @Test(arguments: [(0, 1), (1, 1), (2, 1), (3, 2), (4, 3), (5, 4), (128, 4)])
  func `a processor is left to what else runs there`(processors: Int, loops: Int) {
    #expect(ServerConfiguration.loops(processors: processors) == loops)
  }

  @Test func `streams beyond the limit are refused and whole responses are not`() async throws {
    let handler = TestHandler { $0.path == "/page" ? .result(.text("page")) : Self.open.answer }
    try await withServer(handler, { $0.limits.streams = 2 }) { server in
      var clients: [RawClient] = []
      for _ in 0..<2 {
        let client = try await RawClient(port: server.port)
        await client.get("/")
        _ = try await client.read(until: "a\r\n")
        clients.append(client)
      }
      let third = try await RawClient(port: server.port)
      await third.get("/")
      let refusal = try await third.response()
      #expect(refusal.status == 503)
      #expect(refusal["retry-after"] == "5")
      #expect(refusal.text.contains("limit of 2 open streams"))
      let fourth = try await RawClient(port: server.port)
      await fourth.get("/page")
      #expect(try await fourth.response().text == "page")
      clients.removeLast()
      await eventually("a place is free") { server.statistics.openStreams == 1 }
      await fourth.get("/")
      #expect(try await fourth.head().status == 200)
    }
  }

  @Test func `refused streams do not take the connections that pages need`() async throws {
    let handler = TestHandler { $0.path == "/page" ? .result(.text("page")) : Self.open.answer }
    try await withServer(
      handler,
      {
        $0.limits.streams = 1
        $0.limits.connections = 3
      }
    ) { server in
      let open = try await RawClient(port: server.port)
      await open.get("/")
      _ = try await open.read(until: "a\r\n")
      var refused: [RawClient] = []
      for _ in 0..<6 {
        let client = try await RawClient(port: server.port)
        await client.get("/")
        let (bytes, end) = await client.readToEnd()
        #expect(String(decoding: bytes, as: UTF8.self).contains("limit of 1 open streams"))
        #expect(end == .closed)
        refused.append(client)
      }
      let page = try await RawClient(port: server.port)
      await page.get("/page")
      #expect(try await page.response().text == "page")
      #expect(refused.count == 6)
    }
  }

  @Test func `streams of one address beyond the limit are refused`() async throws {
    try await withStream(Self.open, { $0.limits.streamsPerLoopbackAddress = 1 }) { server in
      let first = try await RawClient(port: server.port)
      await first.get("/")
      _ = try await first.read(until: "a\r\n")
      let second = try await RawClient(port: server.port)
      await second.get("/")
      #expect(try await second.response().status == 429)
    }
  }

  @Test func `connections beyond the limit are answered and not left hanging`() async throws {
    let handler = TestHandler { $0.path == "/page" ? .result(.text("page")) : Self.open.answer }
    try await withServer(handler, { $0.limits.connections = 2 }) { server in
      var clients: [RawClient] = []
      for _ in 0..<2 {
        let client = try await RawClient(port: server.port)
        await client.get("/")
        _ = try await client.read(until: "a\r\n")
        clients.append(client)
      }
      let third = try await RawClient(port: server.port)
      await third.get("/")
      let (bytes, end) = await third.readToEnd()
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(end == .closed)
      #expect(text.hasPrefix("HTTP/1.1 503 "))
      #expect(text.contains("Retry-After: 5\r\n"))
      clients.removeAll()
      await eventually("the places are free") { server.statistics.openConnections == 0 }
      let fourth = try await RawClient(port: server.port)
      await fourth.get("/page")
      #expect(try await fourth.response().status == 200)
    }
  }

  @Test func `a connection that rests makes room for a new one`() async throws {
    let handler = TestHandler { $0.path == "/page" ? .result(.text("page")) : Self.open.answer }
    try await withServer(
      handler,
      {
        $0.limits.connections = 3
        $0.loops = 1
      }
    ) { server in
      let stream = try await RawClient(port: server.port)
      await stream.get("/")
      _ = try await stream.read(until: "a\r\n")
      var resting: [RawClient] = []
      for _ in 0..<8 {
        let client = try await RawClient(port: server.port)
        await client.get("/page")
        #expect(try await client.response().text == "page")
        resting.append(client)
      }
      // The one that rested longest went first; the last two are still there.
      #expect(await resting[0].readToEnd().end == .closed)
      for client in resting.suffix(2) {
        await client.get("/page")
        #expect(try await client.response().text == "page")
      }
      #expect(server.statistics.openStreams == 1)
    }
  }

  @Test func `a connection that sent nothing for a second makes room for a new one`() async throws {
    try await withServer(
      TestHandler(),
      {
        $0.limits.connections = 2
        $0.loops = 1
      }
    ) { server in
      let silent = [try await RawClient(port: server.port), try await RawClient(port: server.port)]
      await eventually("both are there") { server.statistics.openConnections == 2 }
      await eventually("there is room") {
        // Each try is a client of its own: it is refused, or served.
        guard let client = try? OneRequest(port: server.port) else { return false }
        return client.status == 200
      }
      #expect(silent.count == 2)
    }
  }

  /// The client may send the limit once more while it reads the answer, not megabytes without end.
  @Test(arguments: [true, false])
  func `too long a body is read on for the limit once more`(isChunked: Bool) async throws {
    let limit = 1 << 20
    try await withServer(TestHandler(admitting: { _ in .body(limit: limit) })) { server in
      let client = try await RawClient(port: server.port)
      await client.send(
        "POST / HTTP/1.1\r\nHost: localhost\r\n"
          + (isChunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: 999999999\r\n\r\n"))
      let piece = Array("10000\r\n".utf8) + [UInt8](repeating: 0x61, count: 65_536) + Array("\r\n".utf8)
      let sent = await client.send(piece, upTo: 64 << 20)
      // What the sockets hold comes on top.
      #expect(sent < 24 << 20)
      await eventually("the connection is gone") { server.statistics.openConnections == 0 }
    }
  }

  @Test func `a client reads the answer to a body that is a little too long`() async throws {
    try await withServer(TestHandler(admitting: { _ in .body(limit: 300_000) })) { server in
      let client = try await RawClient(port: server.port)
      let body = String(repeating: "a", count: 500_000)
      await client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000\r\n\r\n" + body)
      let (bytes, end) = await client.readToEnd()
      #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("HTTP/1.1 413 "))
      #expect(end == .closed)
    }
  }

  @Test func `an unfinished first head is answered and closed at its deadline`() async throws {
    try await withServer(TestHandler(), { $0.limits.headDeadline = .seconds(2) }) { server in
      let client = try await RawClient(port: server.port)
      await client.send("GET / HTTP/1.1\r\n")
      let (bytes, end) = await client.readToEnd()
      #expect(end == .closed)
      #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("HTTP/1.1 408 "))
      await eventually("the connection is gone") { server.statistics.openConnections == 0 }
    }
  }

  /// Inactivity is not the measure: a byte now and then would keep the connection for ever.
  @Test func `a head that comes byte by byte is closed at its deadline`() async throws {
    try await withServer(
      TestHandler(),
      {
        $0.limits.headDeadline = .milliseconds(300)
        $0.limits.keepAliveDeadline = .seconds(60)
      }
    ) { server in
      for isFirst in [true, false] {
        let client = try await RawClient(port: server.port)
        if !isFirst {
          await client.get("/")
          _ = try await client.response()
        }
        await client.send("GET / HTTP/1.1\r\nA: ")
        await client.trickle()
        #expect(await client.readToEnd().end != .timedOut)
      }
    }
  }

  @Test func `a body that comes byte by byte is closed at its deadline`() async throws {
    try await withServer(TestHandler(), { $0.limits.bodyDeadline = .milliseconds(300) }) { server in
      let client = try await RawClient(port: server.port)
      await client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n")
      await client.trickle()
      #expect(await client.readToEnd().end != .timedOut)
      await eventually("the connection is gone") { server.statistics.openConnections == 0 }
    }
  }

  @Test func `a connection at rest is closed at its deadline`() async throws {
    try await withServer(TestHandler(), { $0.limits.keepAliveDeadline = .milliseconds(100) }) { server in
      let client = try await RawClient(port: server.port)
      await client.get("/")
      _ = try await client.response()
      #expect(await client.readToEnd().end == .closed)
    }
  }

  @Test func `a slow reader slows its own producer and is cut`() async throws {
    let flood = Script([.bytes(Array(repeating: UInt8(ascii: "x"), count: 65_536))], isEndless: true)
    let quick = Script([.head(StreamHead()), .write("a"), .pause(.milliseconds(1))], isEndless: true)
    let handler = TestHandler { $0.path == "/flood" ? flood.answer : quick.answer }
    try await withServer(handler, { $0.limits.stallDeadline = .milliseconds(500) }) { server in
      let slow = try await RawClient(port: server.port, receiveBuffer: 4_096)
      await slow.get("/flood")
      _ = try await slow.head()
      let other = try await RawClient(port: server.port)
      await other.get("/quick")
      _ = try await other.head()
      var asked = 0
      while flood.summaries.isEmpty {
        #expect(try await !other.receive().isEmpty)
        asked = max(asked, flood.asked)
      }
      // What the sockets hold, a few megabytes, and one production more.
      #expect(asked < 200)
      #expect(flood.summaries.map(\.endedBy) == [.stalled])
    }
  }

  @Test func `a port in use is said in one line`() async throws {
    try await withServer { server in
      var configuration = ServerConfiguration()
      configuration.port = server.port
      configuration.hosts = ["127.0.0.1"]
      let error = #expect(throws: ServerError.self) {
        try HTTPServer(configuration: configuration, handler: TestHandler(), logger: .silent)
      }
      #expect(
        error?.description
          == "127.0.0.1:\(server.port) is in use by another program. Stop that, or choose another port: PORT=\(server.port + 1), or 0 for any free one."
      )
    }
  }

  @Test func `a missing IPv6 is not fatal`() async throws {
    // 2001:db8::/32 is for documentation: no machine has it.
    try await withServer(TestHandler(), { $0.hosts = ["2001:db8::1", "127.0.0.1"] }) { server in
      #expect(server.boundAddresses == ["http://127.0.0.1:\(server.port)"])
      let client = try await RawClient(port: server.port)
      await client.get("/")
      #expect(try await client.response().status == 200)
    }
  }

  @Test func `shutdown is not held up by hostile clients`() async throws {
    let (never, end) = AsyncStream.makeStream(of: Void.self)
    defer { end.finish() }
    let server = try HTTPServer(
      configuration: {
        var configuration = ServerConfiguration()
        configuration.port = 0
        configuration.hosts = ["127.0.0.1"]
        return configuration
      }(),
      handler: TestHandler { request in
        request.path == "/later"
          ? .later {
            for await _ in never {}
            return .text("late")
          } : Script([.bytes(Array(repeating: 0x78, count: 1 << 20))], isEndless: true).answer
      }, requestLog: SilentLog(), logger: .silent)
    try server.start()
    var clients: [RawClient] = []
    for request in [
      "", "GET", "GET / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n12",
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /later HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ] {
      let client = try await RawClient(port: server.port, receiveBuffer: 4_096)
      await client.send(request)
      clients.append(client)
    }
    await eventually("all requests were read") { server.statistics.requests == 3 }
    await server.shutdown(grace: .milliseconds(300))
    #expect(server.statistics.openConnections == 0)
    #expect(server.statistics.openStreams == 0)
  }
}
