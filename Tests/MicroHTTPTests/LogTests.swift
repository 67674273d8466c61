import HTTPTypes
import Synchronization
import Testing

@testable import MicroHTTP

@Suite struct AccessLog {
  final class Entries: RequestLog {
    let entries = Mutex<[RequestLogEntry]>([])
    func log(_ entry: RequestLogEntry) { entries.withLock { $0.append(entry) } }
    var all: [RequestLogEntry] { entries.withLock { $0 } }
  }

  @Test func `requests, refusals and streams are logged`() async throws {
    let log = Entries()
    let script = Script([.head(StreamHead()), .write("abc"), .end(.truncate)])
    let handler = TestHandler { $0.path == "/stream" ? script.answer : .result(.text("hello")) }
    try await withServer(handler, { $0.loops = 1 }, requestLog: log) { server in
      let client = try await RawClient(port: server.port)
      await client.get("/page?x=\u{1b}")
      _ = await client.readToEnd()
      let second = try await RawClient(port: server.port)
      await second.get("/page?\u{e4}")
      _ = try await second.response()
      await second.get("/stream")
      _ = await second.readToEnd()
    }
    let lines = log.all.map { entry in
      switch entry {
      case .request(let record):
        "\(record.method) \(record.target) \(record.status) \(record.bytes > 0) \(record.remoteAddress)"
      case .streamOpened(let id, let record): "opened \(id) \(record.target) \(record.status)"
      case .streamEnded(let id, let record, let summary):
        "ended \(id) \(record.bytes) \(summary.bytes) \(summary.endedBy)"
      case .dropped(let count): "dropped \(count)"
      }
    }
    #expect(
      lines == [
        "- - 400 false 127.0.0.1", "GET /page?\\u{e4} 200 true 127.0.0.1", "opened 1 /stream 200",
        "ended 1 3 3 producer(MicroHTTP.StreamEnding.truncate)",
      ])
  }

  @Test func `lines beyond the limit are counted and said`() {
    let log = Entries()
    var throttle = LogThrottle(log, limit: 2)
    let record = RequestRecord(method: "GET", target: "/", status: 200, remoteAddress: "::1")
    for _ in 0..<5 { throttle.log(.request(record), now: 1_000) }
    #expect(throttle.flushTime == 1_000_001_000)
    throttle.log(.request(record), now: 1_000_001_000)
    let kinds = log.all.map { if case .dropped(let count) = $0 { count } else { 0 } }
    #expect(kinds == [0, 0, 3, 0])
    #expect(throttle.flushTime == nil)
  }

  @Test func `a long target is cut`() {
    let record = RequestRecord(
      method: "GET", target: String(repeating: "\n", count: 100), status: 200, remoteAddress: "::1")
    #expect(record.target.utf8.count <= 203)
    #expect(record.target.hasPrefix("\\u{a}\\u{a}"))
    #expect(record.target.hasSuffix("…"))
  }
}
