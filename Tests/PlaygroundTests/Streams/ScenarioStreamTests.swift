import HTTPTypes
import Logging
import MicroHTTP
import Platform
import Scenarios
import ServerSentEvents
import Testing

@testable import Playground

@Suite struct ScenarioStreamTests {
  private static let second: UInt64 = 1_000_000_000

  private func stream(
    _ text: String, target: String = "/play/x", lastEventID: String? = nil,
    sessions: SessionRegistry = SessionRegistry()
  ) throws
    -> ScenarioStream
  {
    var fields = HTTPFields()
    fields[.lastEventID] = lastEventID
    let request = Request(target: target, headerFields: fields)
    let options = try PlayOptions(request)
    let scenario = try Scenario.load(text: text, name: "x", reserved: .playground)
    let seed = options.seed ?? Seed(number: scenario.seed)
    let session = SessionKey(standingInFor: request)
    let record = StreamRecord(
      id: StreamID(number: 31), session: session, scenario: "x", request: request,
      lastEventID: options.lastEventID, seed: seed, speed: options.speed, started: 0, wallStarted: 0)
    return ScenarioStream(
      plan: scenario.plan(for: PlanRequest(lastEventID: options.lastEventID, seed: seed.number)),
      recorder: sessions.open(record),
      context: ScenarioStream.Context(
        request: LoggedRequest(request), crossOriginFields: [.vary: "Origin"], sessions: sessions,
        log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })))
  }

  /// Plays to the end, always waking exactly when asked; the bytes with the second they were made at.
  private func play(_ stream: inout ScenarioStream, from start: UInt64 = 7_000_000_000) -> [(
    second: Double, text: String
  )] {
    var now = start
    var written: [(second: Double, text: String)] = []
    for _ in 0..<10_000 {
      var buffer: [UInt8] = []
      let production = stream.next(now: now, into: &buffer)
      if !buffer.isEmpty {
        written.append((Double(now - start) / Double(Self.second), String(decoding: buffer, as: UTF8.self)))
      }
      switch production {
      case .wait(let until): now = until
      case .end, .respond: return written
      default: continue
      }
    }
    Issue.record("the stream does not end")
    return written
  }

  private let two = "steps:\n  - id: 1\n    data: a\n  - after: 4s\n    id: 2\n    data: b\n"

  @Test func `sends the head with what the scenario says nothing of`() throws {
    var stream = try stream(two, target: "/play/x?seed=9")
    var buffer: [UInt8] = []
    guard case .head(let head) = stream.next(now: 0, into: &buffer) else {
      Issue.record("the head comes first")
      return
    }
    #expect(buffer.isEmpty)
    #expect(head.status == 200)
    #expect(
      head.headerFields == [
        .xContentTypeOptions: "nosniff",
        .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store, no-transform",
        .accelBuffering: "no",
        .seed: "9", .streamID: "1f", .formerSeed: "9", .formerStreamID: "1f", .vary: "Origin",
      ])
  }

  @Test func `sends each event when it is due`() throws {
    var stream = try stream(two)
    let written = play(&stream)
    #expect(written.map(\.second) == [0, 4])
    #expect(written.map(\.text) == ["id: 1\ndata: a\n\n", "id: 2\ndata: b\n\n"])
  }

  @Test(arguments: [("10", 0.4), ("0.5", 8.0)])
  func `lets time pass faster or slower`(_ speed: String, _ second: Double) throws {
    var stream = try stream(two, target: "/play/x?speed=\(speed)")
    #expect(play(&stream).map(\.second) == [0, second])
  }

  @Test func `goes on after the last event that the client had, at once`() throws {
    var stream = try stream(two, lastEventID: "1")
    let written = play(&stream)
    #expect(written.last?.text == "id: 2\ndata: b\n\n")
    #expect(written.last?.second == 4)
    #expect(!written.contains { $0.text.contains("data: a") })
  }

  @Test func `sends what is due together in one write`() throws {
    var stream = try stream("steps:\n  - data: a\n  - data: b\n  - data: c\n")
    #expect(play(&stream).map(\.text) == ["data: a\n\ndata: b\n\ndata: c\n\n"])
  }

  /// Each may make a session and wake streams.
  @Test func `serves others in between when it sends many signals`() throws {
    let sessions = SessionRegistry()
    var stream = try stream(
      "steps:\n  - data: a\n  - repeat: 100\n    steps:\n      - signal: { session: \"s${index}\", gate: g }\n",
      sessions: sessions)
    var buffer: [UInt8] = []
    _ = stream.next(now: 0, into: &buffer)
    var turns = 0
    var most = 0
    for _ in 0..<100 {
      let before = sessions.count
      stream.turnBegins()
      buffer.removeAll()
      let production = stream.next(now: 0, into: &buffer)
      turns += 1
      most = max(most, sessions.count - before)
      if case .end = production { break }
      guard case .yield = production else { continue }
    }
    #expect(sessions.count == 101)
    #expect(most <= 25)
    #expect(turns > 4)
  }

  @Test func `serves others in between when much is due`() throws {
    var stream = try stream(
      "steps:\n  - repeat: 2000\n    steps:\n      - data: \(String(repeating: "x", count: 1_000))\n")
    var buffer: [UInt8] = []
    _ = stream.next(now: 0, into: &buffer)
    guard case .yield = stream.next(now: 0, into: &buffer) else {
      Issue.record("the stream takes more than its share")
      return
    }
    #expect(buffer.count >= 65_536)
    #expect(buffer.count < 70_000)
  }

  @Test func `says goodbye with a reconnection time and no blank line`() throws {
    var stream = try stream(two)
    var buffer: [UInt8] = []
    stream.drain(into: &buffer)
    #expect(buffer.isEmpty)
    stream = try self.stream(two)
    _ = stream.next(now: 0, into: &buffer)
    _ = stream.next(now: 0, into: &buffer)
    let before = buffer
    stream.drain(into: &buffer)
    var parser = EventStreamParser()
    parser.parse(buffer) { _ in }
    let retry = try #require(parser.reconnectionTime?.milliseconds)
    #expect((1_000...5_000).contains(retry))
    #expect(buffer.count == before.count + "retry: 1000\n".utf8.count)
  }

  @Test func `holds at a gate, with heartbeats, until it is opened, and goes on from there`() throws {
    let registry = SessionRegistry()
    let text = "heartbeat: 10s\nsteps:\n  - data: a\n  - gate: go\n  - after: 2s\n    data: b\n"
    var stream = try stream(text, sessions: registry)
    var now: UInt64 = 5 * Self.second
    func next() -> (Production, String) {
      var buffer: [UInt8] = []
      let production = stream.next(now: now, into: &buffer)
      return (production, String(decoding: buffer, as: UTF8.self))
    }
    _ = next()
    guard case (.wait(let heartbeat), "data: a\n\n") = next() else {
      Issue.record("the gate does not hold")
      return
    }
    #expect(heartbeat == 15 * Self.second)
    now = heartbeat
    guard case (.wait(let second), ": keep-alive\n") = next() else {
      Issue.record("no heartbeat comes")
      return
    }
    #expect(second == 25 * Self.second)
    now = 18 * Self.second
    let key = SessionKey(standingInFor: Request(target: "/play/x"))
    #expect(try registry.open("go", of: key, at: now).released == [StreamID(number: 31)])
    guard case (.wait(let due), "") = next() else {
      Issue.record("the stream does not go on")
      return
    }
    #expect(due == 20 * Self.second)
    now = due
    #expect(next().1 == "data: b\n\n")
  }

  @Test func `tells its session that it ended`() throws {
    let registry = SessionRegistry()
    let key = SessionKey(standingInFor: Request(target: "/play/x"))
    _ = registry.connect(key, scenario: "x", at: 0)
    var stream = try stream(two, sessions: registry)
    stream.ended(StreamSummary(endedBy: .client, bytes: 0, duration: 0))
    // At rest, and so forgotten after ten minutes.
    let later = Monotonic.now + 2 * SessionRegistry.restLimit
    #expect(registry.connect(key, scenario: "x", at: later) == 1)
  }
}
