import Foundation
import Synchronization
import Testing

@testable import MicroHTTP

/// Streams that follow what a task makes, on one loop and on several.
struct StreamGroupTests {
  /// A task that makes a letter each time it is run, for all who follow.
  final class Source: LoopTask {
    struct State {
      var letters: [UInt8] = []
      var isOver = false
      var left = 0
      var server: HTTPServer?
    }

    let group = StreamGroup()
    let state = Mutex(State())
    /// How many letters there are.
    private let count: Int

    init(count: Int) { self.count = count }

    var left: Int { state.withLock { $0.left } }

    func run(now: UInt64) -> LoopTaskNext {
      let (isOver, server) = state.withLock { state in
        state.letters.append(UInt8(ascii: "a") + UInt8(state.letters.count % 26))
        state.isOver = state.letters.count == count
        return (state.isOver, state.server)
      }
      server?.wake(group)
      return isOver ? .never : .whenWoken
    }
  }

  struct Follower: StreamProducer {
    let source: Source
    var position = 0
    var hasHead = false

    mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
      guard hasHead else {
        hasHead = true
        return .head(StreamHead(headerFields: [.contentType: "text/event-stream"]))
      }
      let isOver = source.state.withLock { state in
        buffer += state.letters[position...]
        position = state.letters.count
        return state.isOver
      }
      return isOver ? .end(.complete) : .follow(source.group)
    }

    mutating func drain(into buffer: inout [UInt8]) { buffer += "bye".utf8 }
    mutating func ended(_ summary: StreamSummary) { source.state.withLock { $0.left += 1 } }
  }

  private func withSource(
    loops: Int, count: Int = 1_000_000, _ body: (HTTPServer, Source) async throws -> Void
  ) async throws {
    let source = Source(count: count)
    let handler = TestHandler { _ in .stream { _ in Follower(source: source) } }
    try await withServer(handler, { $0.loops = loops }) { server in
      source.state.withLock { $0.server = server }
      try await body(server, source)
    }
    source.state.withLock { $0.server = nil }
  }

  private func clients(_ count: Int, _ server: HTTPServer) async throws -> [RawClient] {
    var clients: [RawClient] = []
    for _ in 0..<count {
      let client = try await RawClient(port: server.port)
      await client.get("/")
      _ = try await client.head()
      clients.append(client)
    }
    return clients
  }

  @Test(arguments: [1, 2])
  func `one wake reaches every member on every loop`(loops: Int) async throws {
    try await withSource(loops: loops, count: 3) { server, source in
      let clients = try await clients(6, server)
      let task = server.start(source)
      for client in clients { #expect(try await client.read(until: "a\r\n") == "1\r\na\r\n") }
      for letter in ["b", "c"] {
        server.wake(task)
        for client in clients {
          #expect(try await client.read(until: "\(letter)\r\n") == "1\r\n\(letter)\r\n")
        }
      }
      for client in clients { #expect(try await client.read(until: "0\r\n\r\n") == "0\r\n\r\n") }
      #expect(source.left == 6)
    }
  }

  @Test(arguments: [1, 2])
  func `what is made while others join is lost to nobody`(loops: Int) async throws {
    try await withSource(loops: loops, count: 100) { server, source in
      let task = server.start(source)
      async let waking: Void = onThread {
        while !source.state.withLock({ $0.isOver }) {
          server.wake(task)
          usleep(100)
        }
      }
      var clients: [RawClient] = []
      for _ in 0..<12 {
        let client = try await RawClient(port: server.port)
        await client.get("/", "Connection: close\r\n")
        clients.append(client)
      }
      await waking
      let all = source.state.withLock { String(decoding: $0.letters, as: UTF8.self) }
      for client in clients {
        let (bytes, end) = await client.readToEnd()
        #expect(end == .closed)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").drop {
          !$0.isEmpty && $0.contains(" ")
        }
        // A size, the chunk's content, a size, …
        let letters = lines.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }.joined()
        #expect(letters == all)
      }
      await eventually("all are told of their end") { source.left == 12 }
    }
  }

  @Test func `members that leave are forgotten, and the others go on`() async throws {
    try await withSource(loops: 2) { server, source in
      let task = server.start(source)
      let stay = try await clients(4, server)
      do { _ = try await clients(12, server) }
      await eventually("those who left are gone") { source.left == 12 }
      for client in stay { _ = try await client.read(until: "a\r\n") }
      server.wake(task)
      for client in stay { #expect(try await client.read(until: "b\r\n") == "1\r\nb\r\n") }
    }
  }

  @Test func `a task runs at its time, and not after it is over`() async throws {
    final class Clock: LoopTask {
      let times = Mutex<[UInt64]>([])
      func run(now: UInt64) -> LoopTaskNext {
        times.withLock { times in
          times.append(now)
          return times.count < 4 ? .at(now + 1_000_000) : .never
        }
      }
    }
    try await withServer { server in
      let clock = Clock()
      let task = server.start(clock)
      await eventually("it ran four times") { clock.times.withLock { $0.count } == 4 }
      server.wake(task)
      // Whatever is answered now was asked after the wake was heard.
      let client = try await RawClient(port: server.port)
      await client.get("/")
      _ = try await client.head()
      let times = clock.times.withLock { $0 }
      #expect(times.count == 4)
      #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 >= 1_000_000 })
    }
  }
}
