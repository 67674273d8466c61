import Testing

@testable import MicroHTTP

/// Whatever a client sends, the server goes on: a Swift trap would end it for all.
@Suite struct Fuzzing {
  /// SplitMix64: the same requests in every run.
  struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }

  static let seeds: [String] = [
    "GET /play/counter?seed=1 HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n",
    "POST /api HTTP/1.1\r\nHost: localhost:8000\r\nContent-Length: 11\r\nContent-Type: application/json\r\n\r\n{\"a\": [1,2]}",
    "POST / HTTP/1.1\r\nHost: [::1]\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nabcd\r\n1\r\ne\r\n0\r\nTrailer: 1\r\n\r\n",
    "HEAD http://localhost/%41%ff?%=&a%zz=+ HTTP/1.0\r\nRange: bytes=0-9\r\nIf-None-Match: \"x\"\r\n\r\n",
    "GET /static/../%2e%2e/x.html HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: a=b; c=\"d\"; e\r\nExpect: 100-continue\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close, keep-alive\r\nUpgrade: h2c\r\n\r\n",
  ]

  static let pieces: [[UInt8]] = [
    [0], [0x0D], [0x0A], [0x0D, 0x0A], [0x0D, 0x0A, 0x0D, 0x0A], [0xFF], [0xC3, 0x28], Array(" ".utf8),
    Array("\t".utf8),
    Array(":".utf8), Array("%".utf8), Array("%00".utf8), Array("Host: x\r\n".utf8),
    Array("Content-Length: 4294967296\r\n".utf8),
    Array("Transfer-Encoding: chunked\r\n".utf8), Array("ffffffffffffffff\r\n".utf8), Array("-1".utf8),
    Array("Range: bytes=18446744073709551615-\r\n".utf8), Array(repeating: 0x61, count: 5_000),
    Array("HTTP/1.1".utf8),
  ]

  static func mutated(_ random: inout Random) -> [UInt8] {
    var bytes = Array((seeds.randomElement(using: &random) ?? "").utf8)
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let place = bytes.isEmpty ? 0 : Int.random(in: 0...bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
      case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 2 where place < bytes.count: bytes.remove(at: place)
      case 3: bytes.removeSubrange(min(place + 1, bytes.count)...)
      case 4: bytes += Array((seeds.randomElement(using: &random) ?? "").utf8)
      default:
        let other = Int.random(in: 0...bytes.count, using: &random)
        let range = min(place, other)..<max(place, other)
        bytes.insert(contentsOf: Array(bytes[range]), at: place)
      }
    }
    return bytes
  }

  @Test func `server answers after thousands of malformed requests`() async throws {
    let files = StaticFiles(root: "Sources")
    let handler = TestHandler { request in
      switch request.segments.first {
      case "play": Script([.head(StreamHead()), .write("data: 1\n\n"), .end(.complete)]).answer
      case "api": .later { .text(String(decoding: request.body, as: UTF8.self)) }
      default: .result(files.result(for: request) ?? .text("\(request.segments) \(request.query)"))
      }
    }
    try await withServer(
      handler,
      {
        $0.limits.headDeadline = .milliseconds(100)
        $0.limits.bodyDeadline = .milliseconds(100)
        $0.limits.keepAliveDeadline = .milliseconds(100)
      }
    ) { server in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for worker in 0..<8 {
          group.addTask {
            var random = Random(state: UInt64(worker))
            for _ in 0..<400 {
              let client = try await RawClient(port: server.port)
              let bytes = Self.mutated(&random)
              if Bool.random(using: &random) {
                await client.send(bytes)
              } else {
                let cut = Int.random(in: 0...bytes.count, using: &random)
                await client.send(Array(bytes[..<cut]))
                await client.send(Array(bytes[cut...]))
              }
              if Int.random(in: 0..<4, using: &random) == 0 { _ = await client.readToEnd() }
            }
          }
        }
        try await group.waitForAll()
      }
      let client = try await RawClient(port: server.port)
      await client.get("/still/there")
      #expect(try await client.response().status == 200)
      await eventually("all connections are gone but one") { server.statistics.openConnections <= 1 }
      #expect(server.statistics.openStreams == 0)
    }
  }
}
