import HTTPTypes
import Testing

@testable import MicroHTTP

@Suite struct WholeResponses {
  @Test func `a request is answered and the connection stays open`() async throws {
    try await withServer { server in
      let client = try await RawClient(port: server.port)
      for _ in 0..<3 {
        await client.get("/a?b=1")
        let response = try await client.response()
        #expect(response.status == 200)
        #expect(response.text == "GET /a?b=1")
        #expect(response["connection"] == nil)
      }
    }
  }

  @Test func `the body reaches the handler`() async throws {
    try await withServer(TestHandler { .result(.text(String(decoding: $0.body, as: UTF8.self))) }) { server in
      let client = try await RawClient(port: server.port)
      await client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello")
      #expect(try await client.response().text == "hello")
      await client.send(
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
      )
      #expect(try await client.response().text == "abcde")
    }
  }

  @Test func `a later answer is sent when it is there`() async throws {
    try await withServer(TestHandler { request in .later { .text("later \(request.path)") } }) { server in
      let client = try await RawClient(port: server.port)
      for target in ["/one", "/two"] {
        await client.get(target)
        #expect(try await client.response().text == "later \(target)")
      }
    }
  }

  @Test func `the head is answered without body`() async throws {
    try await withServer { server in
      let client = try await RawClient(port: server.port)
      await client.send("HEAD /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(try await client.head()["content-length"] == "7")
      await client.get("/y")
      #expect(try await client.response().text == "GET /y")
    }
  }

  @Test func `an HTTP/1.0 client is answered and closed`() async throws {
    try await withServer { server in
      let client = try await RawClient(port: server.port)
      await client.send("GET / HTTP/1.0\r\n\r\n")
      let (bytes, end) = await client.readToEnd()
      #expect(end == .closed)
      #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("\r\n\r\nGET /"))
    }
  }

  @Test func `a client that closes its half after the request is answered`() async throws {
    try await withServer { server in
      let client = try await RawClient(port: server.port)
      await client.get("/")
      client.closeWriting()
      let (bytes, end) = await client.readToEnd()
      #expect(end == .closed)
      #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("\r\n\r\nGET /"))
    }
  }

  @Test func `several loops serve one port`() async throws {
    let script = Script([.head(StreamHead()), .rest])
    let handler = TestHandler { $0.path == "/stream" ? script.answer : .result(.text("ok")) }
    try await withServer(handler, { $0.loops = 3 }) { server in
      var clients: [RawClient] = []
      for _ in 0..<30 {
        let client = try await RawClient(port: server.port)
        await client.get("/")
        #expect(try await client.response().text == "ok")
        await client.get("/stream")
        #expect(try await client.head().status == 200)
        clients.append(client)
      }
      // Each loop has its share, although the connections came one by one.
      #expect(Set(script.ids).count == 30)
      for loop in UInt64(0)..<3 { #expect(script.ids.count { $0.number % 3 == loop } >= 7) }
      for id in script.ids { server.end(id, .complete) }
      for client in clients { #expect(try await client.read(until: "0\r\n\r\n") == "0\r\n\r\n") }
    }
  }

  @Test func `both loopback addresses are served on one port`() async throws {
    try await withServer(
      TestHandler { .result(.text($0.remoteAddress)) }, { $0.hosts = ["127.0.0.1", "::1"] }
    ) { server in
      for host in server.boundAddresses.map({ $0.contains("[") ? "::1" : "127.0.0.1" }) {
        let client = try await RawClient(port: server.port, host: host)
        await client.get("/")
        #expect(try await client.response().text == host)
      }
    }
  }
}
