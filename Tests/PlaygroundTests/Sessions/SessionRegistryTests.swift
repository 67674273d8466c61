import MicroHTTP
import Synchronization
import Testing

@testable import Playground

@Suite struct SessionRegistryTests {
  private let minute: UInt64 = 60_000_000_000

  private func key(_ text: String) throws -> SessionKey { try #require(SessionKey(text)) }

  @Test func `counts the connections of a session to a scenario`() throws {
    let registry = SessionRegistry()
    #expect(registry.connect(try key("a"), scenario: "x", at: 0) == 1)
    #expect(registry.connect(try key("a"), scenario: "x", at: 1) == 2)
    #expect(registry.connect(try key("a"), scenario: "y", at: 2) == 1)
    #expect(registry.connect(try key("b"), scenario: "x", at: 3) == 1)
  }

  @Test func `forgets a session ten minutes after its last stream`() throws {
    let registry = SessionRegistry()
    let stream = StreamID(number: 1)
    _ = registry.connect(try key("a"), scenario: "x", at: 0)
    registry.opened(stream, of: try key("a"), at: 0)
    #expect(registry.connect(try key("a"), scenario: "x", at: 30 * minute) == 2)
    registry.ended(stream, of: try key("a"), at: 40 * minute)
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
    registry.opened(StreamID(number: 1), of: try key("kept"), at: 0)
    for number in 0..<1_000 { _ = registry.connect(try key("k\(number)"), scenario: "x", at: UInt64(number)) }
    #expect(registry.count <= 100)
    #expect(registry.connect(try key("kept"), scenario: "x", at: 2_000) == 2)
    #expect(registry.connect(try key("k999"), scenario: "x", at: 2_000) == 2)
    #expect(registry.connect(try key("k0"), scenario: "x", at: 2_000) == 1)
  }

  @Test func `a stream waits at a gate until it is opened`() throws {
    let registry = SessionRegistry()
    let woken = Mutex<[StreamID]>([])
    registry.onRelease { id in woken.withLock { $0.append(id) } }
    let stream = StreamID(number: 7)
    #expect(!registry.passes(stream, gate: "go", of: try key("a"), at: 0))
    #expect(registry.summary(of: try key("a"))?.gates == ["go"])
    #expect(registry.open("other", of: try key("a"), at: 0) == SessionRegistry.Opening(isKept: true))
    #expect(!registry.passes(stream, gate: "go", of: try key("a"), at: 0))
    #expect(registry.open("go", of: try key("a"), at: 0) == SessionRegistry.Opening(released: [stream]))
    #expect(woken.withLock { $0 } == [stream])
    #expect(registry.passes(stream, gate: "go", of: try key("a"), at: 0))
    #expect(!registry.passes(stream, gate: "go", of: try key("a"), at: 0))
  }

  @Test func `an opening that comes first lets one stream through`() throws {
    let registry = SessionRegistry()
    _ = registry.open("go", of: try key("a"), at: 0)
    #expect(registry.passes(StreamID(number: 1), gate: "go", of: try key("a"), at: 0))
    #expect(!registry.passes(StreamID(number: 1), gate: "go", of: try key("a"), at: 0))
  }

  @Test func `a step opens whichever gate holds, or comes next`() throws {
    let registry = SessionRegistry()
    let stream = StreamID(number: 1)
    #expect(registry.open(nil, of: try key("a"), at: 0) == SessionRegistry.Opening(isKept: true))
    #expect(registry.passes(stream, gate: "one", of: try key("a"), at: 0))
    #expect(!registry.passes(stream, gate: "two", of: try key("a"), at: 0))
    #expect(registry.open(nil, of: try key("a"), at: 0) == SessionRegistry.Opening(released: [stream]))
    #expect(registry.passes(stream, gate: "two", of: try key("a"), at: 0))
  }

  @Test func `sessions never see one another's gates`() throws {
    let registry = SessionRegistry()
    #expect(!registry.passes(StreamID(number: 1), gate: "go", of: try key("a"), at: 0))
    _ = registry.open("go", of: try key("b"), at: 0)
    #expect(!registry.passes(StreamID(number: 1), gate: "go", of: try key("a"), at: 0))
  }

  @Test func `keeps a bounded number of openings`() throws {
    let registry = SessionRegistry()
    for _ in 0..<SessionRegistry.openingLimit { #expect(registry.open("go", of: try key("a"), at: 0) != nil) }
    #expect(registry.open("go", of: try key("a"), at: 0) == nil)
    #expect(registry.forget(try key("a")))
    #expect(registry.open("go", of: try key("a"), at: 0) != nil)
  }

  @Test func `a stream that ended waits no more`() throws {
    let registry = SessionRegistry()
    let stream = StreamID(number: 1)
    #expect(!registry.passes(stream, gate: "go", of: try key("a"), at: 0))
    registry.ended(stream, of: try key("a"), at: 0)
    #expect(registry.open("go", of: try key("a"), at: 0)?.released == [])
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
