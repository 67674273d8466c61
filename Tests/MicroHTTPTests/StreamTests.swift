import HTTPTypes
import Testing

@testable import MicroHTTP

@Suite struct Streams {
  static let eventStream = StreamHead(headerFields: [.contentType: "text/event-stream"])

  @Test func `each write is a chunk and a segment of its own`() async throws {
    let script = Script([
      .head(Self.eventStream), .write("data: 1\n"), .rest, .write("\n"), .rest, .write("data: \u{e9}"),
      .rest,
      .end(.complete),
    ])
    try await withStream(script) { server in
      let client = try await RawClient(port: server.port)
      await client.get("/")
      let head = try await client.head()
      #expect(head.status == 200)
      #expect(head["transfer-encoding"] == "chunked")
      for chunk in ["8\r\ndata: 1\n\r\n", "1\r\n\n\r\n", "8\r\ndata: \u{e9}\r\n"] {
        #expect(try await client.receive() == Array(chunk.utf8))
        await eventually("the stream is known") { !script.ids.isEmpty }
        script.ids.forEach(server.wake)
      }
      #expect(try await client.read(until: "0\r\n\r\n") == "0\r\n\r\n")
    }
  }

  @Test func `a complete stream leaves the connection usable`() async throws {
    let script = Script([.head(Self.eventStream), .write("a"), .write("b"), .end(.complete)])
    try await withStream(script) { server in
      let client = try await RawClient(port: server.port)
      for _ in 0..<3 {
        await client.get("/")
        #expect(try await client.read(until: "0\r\n\r\n").hasSuffix("\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n"))
      }
      #expect(script.summaries.map(\.endedBy) == Array(repeating: .producer(.complete), count: 3))
      #expect(script.summaries.map(\.bytes) == [2, 2, 2])
    }
  }

  @Test(arguments: [StreamHead.Framing.chunked, .length(3_000_000), .closeDelimited])
  func `a long write is sent in parts, as one chunk`(_ framing: StreamHead.Framing) async throws {
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var head = Self.eventStream
    head.framing = framing
    try await withStream(Script([.head(head), .bytes(bytes), .end(.complete)])) { server in
      let client = try await RawClient(port: server.port)
      await client.get("/", "Connection: close\r\n")
      _ = try await client.head()
      let (body, end) = await client.readToEnd()
      #expect(end == .closed)
      let chunk = Array("2dc6c0\r\n".utf8) + bytes + Array("\r\n0\r\n\r\n".utf8)
      #expect(body == (framing == .chunked ? chunk : bytes))
    }
  }

  @Test func `a truncated stream lacks the last chunk`() async throws {
    try await withStream(Script([.head(Self.eventStream), .write("a"), .end(.truncate)])) { server in
      let client = try await RawClient(port: server.port)
      await client.get("/")
      let (bytes, end) = await client.readToEnd()
      #expect(end == .closed)
      #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("\r\n\r\n1\r\na\r\n"))
    }
  }

  @Test func `a reset stream is a reset for the client`() async throws {
    try await withStream(Script([.head(Self.eventStream), .write("a"), .end(.reset)])) { server in
      let client = try await RawClient(port: server.port)
      await client.get("/")
      let (bytes, end) = await client.readToEnd()
      #expect(end == .reset)
      #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("\r\n\r\n1\r\na\r\n"))
    }
  }

  @Test func `reset before the head is a reset without a byte`() async throws {
    try await withStream(Script([.end(.reset)])) { server in
      let client = try await RawClient(port: server.port)
      await client.get("/")
      let (bytes, end) = await client.readToEnd()
      #expect(end == .reset)
      #expect(bytes.isEmpty)
    }
  }

  @Test func `a head on a stream says nothing of its length`() async throws {
    let script = Script([.head(Self.eventStream), .write("a"), .end(.complete)])
    try await withStream(script) { server in
      let client = try await RawClient(port: server.port)
      await client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n")
      let (bytes, end) = await client.readToEnd()
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(end == .closed)
      #expect(text.hasSuffix("\r\n\r\n") && text.contains("Content-Type: text/event-stream\r\n"))
      #expect(!text.contains("Content-Length"))
      #expect(script.summaries.map(\.endedBy) == [.producer(.complete)])
    }
  }

  @Test func `a head on a stream of a known length says it and leaves the connection usable`() async throws {
    var head = Self.eventStream
    head.framing = .length(10)
    try await withStream(Script([.head(head), .write("abc"), .end(.complete)])) { server in
      let client = try await RawClient(port: server.port)
      for _ in 0..<2 {
        await client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try await client.head()["content-length"] == "10")
      }
    }
  }

  @Test func `a client that closes its sending half is told of at once and reads on`() async throws {
    let script = Script([.head(Self.eventStream), .write("a"), .rest, .write("b"), .end(.complete)])
    try await withStream(script) { server in
      let client = try await RawClient(port: server.port)
      await client.get("/")
      _ = try await client.read(until: "a\r\n")
      client.closeSendingHalf()
      await eventually("the producer is told") { script.record.withLock { $0.closed } == 1 }
      #expect(server.statistics.openStreams == 0)
      #expect(script.summaries.isEmpty)
      script.ids.forEach(server.wake)
      #expect(try await client.read(until: "0\r\n\r\n") == "1\r\nb\r\n0\r\n\r\n")
      await eventually("the stream is over") { script.summaries.map(\.endedBy) == [.producer(.complete)] }
    }
  }

  @Test func `a client that closed its sending half is cut when its patience is over`() async throws {
    let script = Script([.head(Self.eventStream), .write("a"), .rest])
    try await withStream(script) { server in
      let client = try await RawClient(port: server.port)
      await client.get("/")
      _ = try await client.read(until: "a\r\n")
      client.closeSendingHalf()
      let (bytes, _) = await client.readToEnd()
      #expect(bytes.isEmpty)
      #expect(script.summaries.map(\.endedBy) == [.client])
      #expect(script.record.withLock { $0.closed } == 1)
    }
  }

  @Test func `an HTTP/1.0 client gets a stream without chunks`() async throws {
    try await withStream(Script([.head(Self.eventStream), .write("a"), .write("b"), .end(.complete)])) {
      server in
      let client = try await RawClient(port: server.port)
      await client.send("GET / HTTP/1.0\r\n\r\n")
      let (bytes, end) = await client.readToEnd()
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(end == .closed)
      #expect(text.hasSuffix("\r\n\r\nab"))
      #expect(!text.lowercased().contains("transfer-encoding"))
    }
  }

  @Test func `length framing announces what it is told`() async throws {
    var head = Self.eventStream
    head.framing = .length(10)
    try await withStream(Script([.head(head), .write("abc"), .end(.complete)])) { server in
      let client = try await RawClient(port: server.port)
      await client.get("/")
      let (bytes, end) = await client.readToEnd()
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(end == .closed)
      #expect(text.contains("Content-Length: 10\r\n"))
      #expect(text.hasSuffix("\r\n\r\nabc"))
    }
  }

  @Test func `a close delimited body has no framing`() async throws {
    var head = Self.eventStream
    head.framing = .closeDelimited
    try await withStream(Script([.head(head), .write("abc"), .end(.complete)])) { server in
      let client = try await RawClient(port: server.port)
      await client.get("/")
      let (bytes, end) = await client.readToEnd()
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(end == .closed)
      #expect(text.hasSuffix("\r\n\r\nabc"))
      #expect(!text.contains("Content-Length") && !text.contains("chunked"))
    }
  }

  @Test func `a producer may respond in place of a stream after a wait`() async throws {
    let script = Script([.pause(.milliseconds(20)), .respond(Problem(status: 404, detail: "gone").result)])
    try await withStream(script) { server in
      let client = try await RawClient(port: server.port)
      for _ in 0..<2 {
        await client.get("/")
        let response = try await client.response()
        #expect(response.status == 404)
        #expect(response["content-type"] == "application/problem+json")
      }
      #expect(script.summaries.map(\.endedBy) == [.producer(.complete), .producer(.complete)])
    }
  }

  @Test func `a client that leaves during silence is noticed`() async throws {
    let script = Script([.head(Self.eventStream), .write("a"), .rest])
    try await withStream(script) { server in
      do {
        let client = try await RawClient(port: server.port)
        await client.get("/")
        _ = try await client.read(until: "a\r\n")
        #expect(server.statistics.openStreams == 1)
      }
      await eventually("the stream is over") { script.summaries.map(\.endedBy) == [.client] }
      await eventually("the connection is gone") { server.statistics.openConnections == 0 }
    }
  }

  @Test func `wake and end reach a held stream`() async throws {
    let script = Script([.head(Self.eventStream), .rest, .write("woken"), .rest])
    try await withStream(script) { server in
      let client = try await RawClient(port: server.port)
      await client.get("/")
      _ = try await client.head()
      await eventually("the stream is known") { !script.ids.isEmpty }
      script.ids.forEach(server.wake)
      #expect(try await client.read(until: "woken\r\n") == "5\r\nwoken\r\n")
      script.ids.forEach { server.end($0, .complete) }
      #expect(try await client.read(until: "0\r\n\r\n") == "0\r\n\r\n")
      #expect(script.summaries.map(\.endedBy) == [.command(.complete)])
    }
  }

  @Test func `shutdown with a thousand open streams ends each completely`() async throws {
    let script = Script([.head(Self.eventStream), .write("a"), .rest], lastWords: "retry: 2000\n\n")
    let server = try HTTPServer(
      configuration: {
        var configuration = ServerConfiguration()
        configuration.port = 0
        return configuration
      }(), handler: TestHandler { _ in script.answer }, requestLog: SilentLog(), logger: .silent)
    try server.start()
    var clients: [RawClient] = []
    for _ in 0..<1_000 {
      let client = try await RawClient(port: server.port)
      await client.get("/")
      clients.append(client)
    }
    await eventually("all streams are open") { server.statistics.openStreams == 1_000 }
    await server.shutdown(grace: .seconds(5))
    #expect(script.summaries.count == 1_000)
    #expect(script.summaries.allSatisfy { $0.endedBy == .shutdown })
    for client in clients.prefix(20) {
      let (bytes, end) = await client.readToEnd()
      #expect(end == .closed)
      #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("1\r\na\r\nd\r\nretry: 2000\n\n\r\n0\r\n\r\n"))
    }
  }
}
