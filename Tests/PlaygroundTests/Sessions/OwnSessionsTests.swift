import MicroHTTP
import Scenarios
import Testing

@testable import Playground

/// Sessions of participants: who is told of them, and how much of what all share one may take.
@Suite struct OwnSessionsTests {
  private static let second: UInt64 = 1_000_000_000
  private let own: @Sendable (SessionKey) -> Bool = { $0.description.hasPrefix("ann") }

  private func key(_ text: String) throws -> SessionKey { try #require(SessionKey(text)) }

  /// One open stream each of these sessions.
  private func registry(_ keys: String...) throws -> SessionRegistry {
    let registry = SessionRegistry(name: 0xA)
    for (index, key) in keys.enumerated() {
      let number = UInt64(index + 1)
      _ = registry.open(.test(number, session: try self.key(key), started: number))
    }
    return registry
  }

  @Test func `the list and its numbers are of one's own sessions`() throws {
    let registry = try registry("ann", "bob", "ann-2")
    let (list, total) = registry.summaries(limit: 10, isOpen: false, at: 9, where: own)
    #expect(list.map(\.key.description) == ["ann-2", "ann"])
    #expect(total == 2)
    #expect(registry.summaries(limit: 10, isOpen: true, at: 9).total == 3)
  }

  @Test func `the stream of sessions passes over others' and keeps its place`() throws {
    let registry = try registry("ann")
    var stream = SessionsStream(
      sessions: registry, stream: StreamID(number: 99), lastEventID: registry.lastChangeID, isTold: own)
    func read(at now: UInt64) -> String {
      var buffer: [UInt8] = []
      _ = stream.next(now: now, into: &buffer)
      return String(decoding: buffer, as: UTF8.self)
    }
    #expect(read(at: 0).isEmpty)
    let others: [StreamRecord] = [
      .test(7, session: try key("bob"), started: 1), .test(8, session: try key("ann"), started: 1),
    ]
    for record in others { _ = registry.open(record) }
    let told = read(at: Self.second / 2)
    #expect(told.contains("id: a-3\n") && told.contains(#""session":"ann""#))
    #expect(!told.contains("bob") && !told.contains("id: a-2\n"))
    #expect(registry.forget(try key("bob")))
    #expect(read(at: Self.second).isEmpty)
    // Of progress, too, only one's own is told.
    for record in others { record.lastSent.store(3 * Self.second, ordering: .relaxed) }
    let progress = read(at: 4 * Self.second)
    #expect(progress.contains(#"event: progress"#) && progress.contains(#""stream":"8""#))
    #expect(!progress.contains(#""stream":"7""#))
  }

  @Test
  func `the streams of a participant are those of their sessions, not of keys that begin alike`()
    throws
  {
    let registry = try registry("ann-K", "ann-K-2", "ann-Kay", "bob")
    let streams = registry.streams(of: .participant("ann", try key("ann-K")))
    #expect(streams.map(\.id.number) == [1, 2])
  }

  @Test func `one participant cannot fill the memory for values at gates`() throws {
    let registry = SessionRegistry()
    let value = [UInt8](repeating: 0x31, count: Signal.valueLimit)
    func open(_ key: String, among isOneOf: ((SessionKey) -> Bool)?) -> GateRefusal? {
      do throws(GateRefusal) {
        guard let key = SessionKey(key) else { return nil }
        _ = try registry.open("go", value: value, of: key, at: 0, among: isOneOf)
        return nil
      } catch { return error }
    }
    var count = 0
    while open("ann-\(count / 50)", among: own) == nil { count += 1 }
    #expect(count == GateMail.shareLimit / GateMail.weight(of: value))
    #expect(open("ann-new", among: own) == .share)
    #expect(open("bob", among: { $0.description.hasPrefix("bob") }) == nil)
    #expect(open("ann-new", among: nil) == nil)
    #expect(try registry.open("go", of: key("ann-0"), at: 0, among: own).isKept)
  }

  @Test func `the scenarios of one participant cannot fill the memory for values, wherever they send them`()
    throws
  {
    let registry = SessionRegistry()
    let value = [UInt8](repeating: 0x31, count: Signal.valueLimit)
    func send(_ key: String, from sender: String?) -> GateRefusal? {
      do throws(GateRefusal) {
        guard let key = SessionKey(key) else { return nil }
        _ = try registry.open("go", value: value, from: sender, of: key, at: 0)
        return nil
      } catch { return error }
    }
    #expect(send("s-0", from: "bob") == nil)
    var count = 0
    while count < 1_000, send("s-\(count)", from: "ann") == nil { count += 1 }
    #expect(count == GateMail.shareLimit / GateMail.weight(of: value))
    #expect(send("new", from: "ann") == .scenarios)
    #expect(send("new", from: "bob") == nil)
    #expect(send("new", from: nil) == nil)
    // What was taken leaves room for others.
    _ = registry.passes(StreamID(number: 1), gate: "go", of: try key("s-1"), at: 0)
    #expect(send("new", from: "ann") == nil)
  }
}
