import MicroHTTP
import Synchronization
import Testing

@testable import Playground

@Suite struct SessionRegistryTests {
  private let minute: UInt64 = 60_000_000_000

  private func key(_ text: String) throws -> SessionKey { try #require(SessionKey(text)) }

  private func record(_ number: UInt64 = 1, of key: String = "a", started: UInt64 = 0) throws -> StreamRecord
  {
    StreamRecord.test(number, session: try self.key(key), started: started)
  }

  private static let left = StreamSummary(endedBy: .client, bytes: 5, duration: 7)

  @Test func `counts the connections of a session to a scenario`() throws {
    let registry = SessionRegistry()
    #expect(registry.connect(try key("a"), scenario: "x", at: 0) == 1)
    #expect(registry.connect(try key("a"), scenario: "x", at: 1) == 2)
    #expect(registry.connect(try key("a"), scenario: "y", at: 2) == 1)
    #expect(registry.connect(try key("b"), scenario: "x", at: 3) == 1)
  }

  @Test func `forgets a session ten minutes after its last stream`() throws {
    let registry = SessionRegistry()
    let record = try record()
    _ = registry.connect(try key("a"), scenario: "x", at: 0)
    _ = registry.open(record)
    #expect(registry.connect(try key("a"), scenario: "x", at: 30 * minute) == 2)
    registry.ended(record, at: 40 * minute)
    #expect(registry.connect(try key("a"), scenario: "x", at: 49 * minute) == 3)
    #expect(registry.connect(try key("a"), scenario: "x", at: 59 * minute) == 1)
  }

  @Test func `forgets a session when told`() throws {
    let registry = SessionRegistry()
    _ = registry.connect(try key("a"), scenario: "x", at: 0)
    #expect(registry.forget(try key("a")))
    #expect(!registry.forget(try key("a")))
    #expect(registry.connect(try key("a"), scenario: "x", at: 1) == 1)
  }

  @Test func `stays bounded and keeps sessions with streams`() throws {
    let registry = SessionRegistry(maximumCount: 100)
    _ = registry.connect(try key("kept"), scenario: "x", at: 0)
    _ = registry.open(try record(of: "kept"))
    for number in 0..<1_000 { _ = registry.connect(try key("k\(number)"), scenario: "x", at: UInt64(number)) }
    #expect(registry.count <= 100)
    #expect(registry.connect(try key("kept"), scenario: "x", at: 2_000) == 2)
    #expect(registry.connect(try key("k999"), scenario: "x", at: 2_000) == 2)
    #expect(registry.connect(try key("k0"), scenario: "x", at: 2_000) == 1)
  }

  @Test func `a stream waits at a gate until it is opened`() throws {
    let registry = SessionRegistry()
    let woken = Mutex<[StreamID]>([])
    registry.connect(StreamControl(wake: { id in woken.withLock { $0.append(id) } }))
    let stream = StreamID(number: 7)
    #expect(registry.passes(stream, gate: "go", of: try key("a"), at: 0) == .closed)
    #expect(registry.summary(of: try key("a"))?.gates == ["go"])
    #expect(try registry.open("other", of: try key("a"), at: 0) == GateOpening(isKept: true))
    #expect(registry.passes(stream, gate: "go", of: try key("a"), at: 0) == .closed)
    #expect(try registry.open("go", of: try key("a"), at: 0) == GateOpening(released: [stream]))
    #expect(woken.withLock { $0 } == [stream])
    #expect(registry.passes(stream, gate: "go", of: try key("a"), at: 0) == .open(value: nil))
    #expect(registry.passes(stream, gate: "go", of: try key("a"), at: 0) == .closed)
  }

  @Test func `an opening that comes first lets one stream through`() throws {
    let registry = SessionRegistry()
    _ = try registry.open("go", of: try key("a"), at: 0)
    #expect(registry.passes(StreamID(number: 1), gate: "go", of: try key("a"), at: 0) == .open(value: nil))
    #expect(registry.passes(StreamID(number: 1), gate: "go", of: try key("a"), at: 0) == .closed)
  }

  @Test func `a step opens the gate at which streams wait, or the next one`() throws {
    let registry = SessionRegistry()
    let stream = StreamID(number: 1)
    #expect(try registry.open(nil, of: try key("a"), at: 0) == GateOpening(isKept: true))
    #expect(registry.passes(stream, gate: "one", of: try key("a"), at: 0) == .open(value: nil))
    #expect(registry.passes(stream, gate: "two", of: try key("a"), at: 0) == .closed)
    #expect(try registry.open(nil, of: try key("a"), at: 0) == GateOpening(released: [stream]))
    #expect(registry.passes(stream, gate: "two", of: try key("a"), at: 0) == .open(value: nil))
  }

  @Test func `sessions never see one another's gates`() throws {
    let registry = SessionRegistry()
    #expect(registry.passes(StreamID(number: 1), gate: "go", of: try key("a"), at: 0) == .closed)
    _ = try registry.open("go", of: try key("b"), at: 0)
    #expect(registry.passes(StreamID(number: 1), gate: "go", of: try key("a"), at: 0) == .closed)
  }

  @Test func `keeps a bounded number of openings`() throws {
    let registry = SessionRegistry()
    for _ in 0..<Session.openingLimit { _ = try registry.open("go", of: try key("a"), at: 0) }
    #expect(throws: GateRefusal.openings) { try registry.open("go", of: try key("a"), at: 0) }
    #expect(registry.forget(try key("a")))
    #expect(try registry.open("go", of: try key("a"), at: 0).isKept)
  }

  @Test func `a stream that ended waits no more`() throws {
    let registry = SessionRegistry()
    let record = try record()
    #expect(registry.passes(record.id, gate: "go", of: try key("a"), at: 0) == .closed)
    registry.ended(record, at: 0)
    #expect(try registry.open("go", of: try key("a"), at: 0).released == [])
  }

  @Test func `forgets a session but for its open streams, which wait on`() throws {
    let registry = SessionRegistry()
    let record = try record()
    _ = registry.connect(try key("a"), scenario: "x", at: 0)
    _ = registry.open(record)
    #expect(registry.passes(record.id, gate: "go", of: try key("a"), at: 0) == .closed)
    #expect(registry.forget(try key("a")))
    #expect(registry.connect(try key("a"), scenario: "x", at: 1) == 1)
    #expect(registry.summary(of: try key("a"), at: 1)?.streams.map(\.gate) == ["go"])
    #expect(try registry.open("go", of: try key("a"), at: 1).released == [record.id])
  }

  @Test func `keeps the last streams that ended, until the session is forgotten`() throws {
    let registry = SessionRegistry()
    for number in 1...UInt64(Session.endedLimit + 5) {
      let record = try record(number, started: number)
      _ = registry.open(record)
      record.close(Self.left, at: number)
      registry.ended(record, at: number)
    }
    let summary = try #require(registry.summary(of: try key("a"), at: minute))
    #expect(summary.openCount == 0)
    #expect(summary.streams.map(\.record.id.number) == (6...25).reversed())
    #expect(summary.streams.first?.record.end?.by == .client)
    #expect(registry.summary(of: try key("a"), at: 9 * minute) != nil)
    #expect(registry.summary(of: try key("a"), at: 11 * minute) == nil)
    #expect(registry.journal(of: try key("a")) == nil)
  }

  @Test func `keeps one ended stream of each session when there are too many`() throws {
    let registry = SessionRegistry()
    let quiet = try record(1, of: "quiet")
    _ = registry.open(quiet)
    registry.ended(quiet, at: 0)
    for number in 2...UInt64(SessionRegistry.endedLimit * 2) {
      let record = try record(number, of: "load-\(number % 150)")
      _ = registry.open(record)
      registry.ended(record, at: number)
    }
    let ended = registry.summaries(limit: 200, isOpen: false, at: minute).list.map(\.streams.count)
    #expect(ended.reduce(0, +) <= SessionRegistry.endedLimit + ended.count)
    #expect(ended.allSatisfy { $0 >= 1 })
    #expect(registry.summary(of: try key("quiet"), at: minute)?.streams.count == 1)
  }

  @Test func `lists sessions with open streams first, then those at rest, the latest before the others`()
    throws
  {
    let registry = SessionRegistry()
    for (number, name) in ["a", "b", "c", "d"].enumerated() {
      _ = registry.connect(try key(name), scenario: "x", at: UInt64(number))
    }
    for (number, name) in ["a", "b"].enumerated() { _ = registry.open(try record(UInt64(number), of: name)) }
    let (list, total) = registry.summaries(limit: 1, isOpen: false, at: 10)
    #expect(list.map(\.key.description) == ["b", "a", "d"])
    #expect(total == 4)
    let open = registry.summaries(limit: 1, isOpen: true, at: 10)
    #expect(open.list.map(\.key.description) == ["b", "a"])
    #expect(open.total == 2)
  }

  @Test(arguments: [(1, 4_096), (4_096, 1), (500, 8)])
  func `leaves out no open stream, however many there are in a session or sessions with them`(
    sessions: Int, each: Int
  ) throws {
    let registry = SessionRegistry()
    for number in 0..<(sessions * each) {
      _ = registry.open(try record(UInt64(number), of: "s\(number % sessions)", started: UInt64(number)))
    }
    for isOpen in [true, false] {
      let list = registry.summaries(limit: 1, isOpen: isOpen, at: 0).list
      #expect(list.count == sessions)
      #expect(list.allSatisfy { $0.openCount == each && $0.streams.count == each })
    }
    let summary = try #require(registry.summary(of: try key("s0"), at: 0))
    #expect(summary.openCount == each)
    #expect(summary.streams.map(\.record.id.number) == (0..<each).map { UInt64($0 * sessions) }.reversed())
  }

  @Test func `ends a stream of the session it is in, and of no other`() throws {
    let registry = SessionRegistry()
    let ended = Mutex<[StreamEnding]>([])
    registry.connect(StreamControl(end: { _, ending in ended.withLock { $0.append(ending) } }))
    let record = try record()
    _ = registry.open(record)
    #expect(!registry.end(record.id, of: try key("b"), .reset))
    #expect(registry.end(record.id, of: try key("a"), .reset))
    registry.ended(record, at: 0)
    #expect(!registry.end(record.id, of: try key("a"), .complete))
    #expect(ended.withLock { $0 } == [.reset])
  }

  @Test func `tells requests without a key apart by address, agent and target`() {
    func key(_ target: String, _ agent: String, _ address: String) -> SessionKey {
      SessionKey(
        standingInFor: Request(target: target, headerFields: [.userAgent: agent], remoteAddress: address))
    }
    let first = key("/play/x?seed=1", "A", "::1")
    #expect(first == key("/play/x?seed=2", "A", "::1"))
    #expect(first != key("/play/y", "A", "::1"))
    #expect(first != key("/play/x", "B", "::1"))
    #expect(first != key("/play/x", "A", "127.0.0.1"))
    #expect(SessionKey(first.description) == first)
  }
}
