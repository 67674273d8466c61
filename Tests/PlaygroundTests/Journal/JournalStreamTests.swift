import Foundation
import HTTPTypes
import Logging
import MicroHTTP
import Scenarios
import Synchronization
import Testing

@testable import Playground

@Suite struct JournalStreamTests {
  private struct Event {
    var name: String
    var id: String?
    var data: [String: Any]

    subscript(_ member: String) -> Any? { data[member] }
  }

  private let key: SessionKey
  private let registry: SessionRegistry

  init() throws {
    key = try #require(SessionKey("a"))
    registry = SessionRegistry(budget: JournalBudget(limit: 1 << 20))
  }

  private func play(
    _ text: String, number: UInt64 = 1, request: Request = .test(.get, "/play/x?session=a"),
    endedBy: StreamSummary.EndedBy? = nil, limit: Int = 100_000
  ) throws -> (writes: [[UInt8]], times: [UInt64]) {
    let scenario = try Scenario.load(text: text, name: "x", reserved: .playground)
    let record = StreamRecord.test(number, session: key, request: request, started: 1_000_000_000)
    var recorder = registry.open(record)
    recorder.request(request)
    var stream = ScenarioStream(
      plan: scenario.plan(for: PlanRequest()), recorder: recorder,
      context: ScenarioStream.Context(
        request: LoggedRequest(request), crossOriginFields: [:], sessions: registry,
        log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })))
    var now: UInt64 = 1_000_000_000
    var found: (writes: [[UInt8]], times: [UInt64]) = ([], [])
    for _ in 0..<limit {
      var buffer: [UInt8] = []
      stream.turnBegins()
      let production = stream.next(now: now, into: &buffer)
      if !buffer.isEmpty {
        found.writes.append(buffer)
        found.times.append(now)
      }
      switch production {
      case .wait(let until): now = until
      case .end(let ending):
        let bytes = found.writes.reduce(0) { $0 + UInt64($1.count) }
        stream.ended(StreamSummary(endedBy: .producer(ending), bytes: bytes, duration: 5))
        return found
      case .respond:
        stream.ended(StreamSummary(endedBy: .producer(.complete), bytes: 0, duration: 5))
        return found
      case .pause, .follow: return found
      case .head, .write, .yield: continue
      }
    }
    return found
  }

  private func reader(
    stream: UInt64? = nil, follows: Bool = false, after id: String? = nil, of key: SessionKey? = nil
  ) -> JournalStream {
    JournalStream(
      sessions: registry, key: key ?? self.key, stream: StreamID(number: 99), filter: stream,
      follows: follows, lastEventID: id)
  }

  /// What is sent until the reader waits or ends.
  private func read(_ reader: inout JournalStream, now: UInt64 = 0) throws -> [Event] {
    var bytes: [UInt8] = []
    reading: while true {
      var buffer: [UInt8] = []
      let production = reader.next(now: now, into: &buffer)
      bytes += buffer
      switch production {
      case .wait, .end: break reading
      default: continue
      }
    }
    let blocks = String(decoding: bytes, as: UTF8.self).split(separator: "\n\n")
    return try blocks.filter { $0.contains("data: ") }.map { block in
      var event = Event(name: "", data: [:])
      for line in block.split(separator: "\n") {
        if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
        if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
        if line.hasPrefix("data: ") {
          let object = try JSONSerialization.jsonObject(with: Data(line.dropFirst(6).utf8))
          event.data = object as? [String: Any] ?? [:]
        }
      }
      return event
    }
  }

  private func all(stream: UInt64? = nil, after id: String? = nil) throws -> [Event] {
    var reader = reader(stream: stream, after: id)
    return try read(&reader)
  }

  private static func bytes(_ event: Event) throws -> [UInt8] {
    let text = try #require(event["data"] as? String)
    return Array(try #require(Data(base64Encoded: text)))
  }

  private static func parts(_ event: Event) -> [[Int]] {
    (event["parts"] as? [[String: Int]] ?? []).map {
      [$0["step"] ?? -1, $0["line"] ?? -1, $0["length"] ?? -1]
    }
  }

  @Test func `tells of request, head, writes and end, with the bytes, their offsets and their lines`() throws
  {
    let text = """
      steps:
        - data: a
        - data: "bc"
        - after: 2s
          data: d

      """
    let played = try play(text)
    let events = try all()
    #expect(events.map(\.name) == ["request", "head", "write", "write", "end"])
    let writes = events.filter { $0.name == "write" }
    #expect(try writes.map(Self.bytes) == played.writes)
    #expect(writes.map { $0["offset"] as? Int } == [0, played.writes[0].count])
    #expect(Self.parts(writes[0]) == [[1, 2, 9], [2, 3, 10]])
    #expect(Self.parts(writes[1]) == [[3, 4, 9]])
    #expect(writes[1]["time"] as? String == "1970-01-01T00:00:02.000Z")
    #expect(writes[1]["at"] as? Double == 2_000)
    #expect(events.last?["endedBy"] as? String == "scenario")
    #expect(events.last?["ending"] as? String == "complete")
    #expect(events.last?["events"] as? Int == 3)
    #expect(events.last?["bytes"] as? Int == 28)
    #expect(events[1]["status"] as? Int == 200)
    #expect(events[1]["framing"] as? String == "chunked")
  }

  @Test func `the time of a write is when it was made`() throws {
    let played = try play("steps:\n  - repeat: 5\n    every: 1.5s\n    steps:\n      - data: x\n")
    let writes = try all().filter { $0.name == "write" }
    #expect(writes.map { $0["at"] as? Double } == played.times.map { Double($0 - 1_000_000_000) / 1_000_000 })
  }

  @Test func `each of the writes that an event is cut into is told by itself`() throws {
    let played = try play("write:\n  every: 4\nsteps:\n  - data: abcdefgh\n")
    let writes = try all().filter { $0.name == "write" }
    #expect(played.writes.count > 3)
    #expect(try writes.map(Self.bytes) == played.writes)
    // All of them are of one step.
    #expect(writes.map(Self.parts) == played.writes.map { [[1, 4, $0.count]] })
  }

  @Test func `secrets are masked`() throws {
    let fields: HTTPFields = [
      .authorization: "Bearer abc.def", .cookie: "sid=topsecret", .known("X-API-Key"): "k3y",
      .userAgent: "me",
    ]
    _ = try play(
      "steps:\n  - data: a\n", request: .test(.post, "/play/x", headerFields: fields, body: "héllo"))
    let request = try #require(try all().first)
    let headers = request["headers"] as? [[String]] ?? []
    #expect(headers.contains(["Authorization", "Bearer ***"]))
    #expect(headers.contains(["Cookie", "***"]))
    #expect(headers.contains(["X-API-Key", "***"]))
    #expect(headers.contains(["User-Agent", "me"]))
    #expect(request["body"] as? String == "héllo")
    #expect(request["bodyLength"] as? Int == 6)
  }

  @Test func `of a long body the beginning is told, and its length`() throws {
    let body = String(repeating: "x", count: StreamRecorder.bodyLimit + 100)
    _ = try play("steps:\n  - data: a\n", request: .test(.post, "/play/x", body: body))
    let request = try #require(try all().first)
    #expect((request["body"] as? String)?.utf8.count == StreamRecorder.bodyLimit)
    #expect(request["bodyLength"] as? Int == body.utf8.count)
  }

  @Test func `an answer in place of a stream is told with its body`() throws {
    _ = try play("attempts:\n  - status: 503\n    text: later\nsteps:\n  - data: a\n")
    let events = try all()
    #expect(events.map(\.name) == ["request", "head", "write", "end"])
    #expect(events[1]["status"] as? Int == 503)
    #expect(events[1]["framing"] as? String == "length")
    #expect(try Self.bytes(events[2]) == Array("later".utf8))
    #expect(events[3]["bytes"] as? Int == 5)
  }

  @Test func `a gate is told when it holds and when it is opened`() throws {
    _ = try registry.open("go", of: key, at: 0)
    _ = try play("heartbeat: off\nsteps:\n  - data: a\n  - gate: go\n  - data: b\n  - gate: stop\n")
    let events = try all()
    #expect(events.map(\.name) == ["request", "head", "gate", "opened-gate", "write", "gate"])
    #expect(events[2]["gate"] as? String == "go")
    #expect(events[2]["line"] as? Int == 4)
    #expect(events[5]["gate"] as? String == "stop")
  }

  @Test func `a reader that comes back goes on behind what it had`() throws {
    _ = try play("steps:\n  - data: a\n")
    let events = try all()
    let rest = try all(after: events[1].id)
    #expect(rest.map(\.name) == ["write", "end"])
    #expect(rest.map(\.id) == events.dropFirst(2).map(\.id))
  }

  @Test(arguments: ["0-1", "x", "1", "-"])
  func `an id of another journal is answered with reset and all there is`(id: String) throws {
    _ = try play("steps:\n  - data: a\n")
    #expect(try all(after: id).map(\.name) == ["reset", "request", "head", "write", "end"])
  }

  @Test func `what happens is told to a reader that waits, which was there before the session`() throws {
    let woken = Mutex<[StreamID]>([])
    registry.connect(StreamControl(wake: { id in woken.withLock { $0.append(id) } }))
    var reader = reader(follows: true)
    #expect(try read(&reader).isEmpty)
    _ = try play("steps:\n  - data: a\n")
    #expect(woken.withLock { $0 }.contains(StreamID(number: 99)))
    #expect(try read(&reader).map(\.name) == ["request", "head", "write", "end"])
    woken.withLock { $0 = [] }
    _ = try play("steps:\n  - data: b\n", number: 2)
    #expect(!woken.withLock { $0 }.isEmpty)
    #expect(try read(&reader).map { $0["stream"] as? String } == ["2", "2", "2", "2"])
    reader.ended(StreamSummary(endedBy: .client, bytes: 0, duration: 0))
    woken.withLock { $0 = [] }
    _ = try play("steps:\n  - data: c\n", number: 3)
    #expect(woken.withLock { $0 }.isEmpty)
  }

  @Test func `only what one stream was sent is told on request, and what is missing of it`() throws {
    for number in 1...3 { _ = try play("steps:\n  - data: a\n", number: UInt64(number)) }
    let events = try all(stream: 2)
    #expect(events.map(\.name) == ["request", "head", "write", "end"])
    #expect(events.allSatisfy { $0["stream"] as? String == "2" })
  }

  @Test func `ten thousand writes stay within the bound, and the reader is told what is gone`() throws {
    let data = String(repeating: "x", count: 400)
    let played = try play(
      "steps:\n  - repeat: 10000\n    every: 1ms\n    steps:\n      - data: \(data)\n")
    let journal = try #require(registry.journal(of: key))
    #expect(journal.capacity <= 1 << 20)
    let events = try all()
    #expect(events.first?.name == "missed")
    let missed = try #require(events.first?["entries"] as? Int)
    #expect(missed + events.count - 1 == 10_003)
    let writes = events.filter { $0.name == "write" }
    #expect(try writes.map(Self.bytes) == Array(played.writes.suffix(writes.count)))
    let filtered = try all(stream: 1)
    #expect(filtered.first?["entries"] as? Int == missed)
  }

  @Test func `sessions do not see one another's journals`() throws {
    _ = try play("steps:\n  - data: a\n")
    let other = try #require(SessionKey("b"))
    _ = registry.connect(other, scenario: "x", at: 0)
    var reader = reader(of: other)
    #expect(try read(&reader).isEmpty)
  }

  @Test func `who ended a stream and how is told`() throws {
    let ends: [(StreamSummary.EndedBy, String, String?)] = [
      (.client, "client", nil), (.stalled, "stalled", "truncate"), (.shutdown, "server", "complete"),
      (.command(.reset), "command", "reset"), (.producer(.truncate), "scenario", "truncate"),
    ]
    for (number, end) in ends.enumerated() {
      let record = StreamRecord.test(UInt64(number), session: key)
      var recorder = registry.open(record)
      recorder.end(StreamSummary(endedBy: end.0, bytes: 3, duration: 0), events: 1, at: 0)
    }
    let events = try all()
    #expect(events.map { $0["endedBy"] as? String } == ends.map(\.1))
    #expect(events.map { $0["ending"] as? String } == ends.map(\.2))
  }

  @Test func `entries are dropped after an hour`() throws {
    _ = try play("heartbeat: off\nsteps:\n  - data: a\n  - gate: go\n")
    var early = reader()
    #expect(try read(&early, now: SessionJournal.ageLimit).count == 4)
    var late = reader()
    #expect(try read(&late, now: SessionJournal.ageLimit + 2_000_000_000).map(\.name) == ["missed"])
  }
}
