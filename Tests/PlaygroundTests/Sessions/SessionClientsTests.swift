import HTTPTypes
import MicroHTTP
import Testing

@testable import Playground

@Suite struct SessionClientsTests {
  private var clients = SessionClients()
  private var number: UInt64 = 0

  private mutating func open(
    _ target: String = "/play/a", agent: String = "curl/8", id: String? = nil, connection: UInt64 = 0
  ) throws -> (record: StreamRecord, client: Int) {
    number += 1
    var request = Request(target: target, headerFields: [.userAgent: agent])
    request.connection = connection
    let record = StreamRecord(
      id: StreamID(number: number), session: try #require(SessionKey("k")), scenario: "a", request: request,
      lastEventID: id, started: number, wallStarted: 0)
    return (record, clients.number(for: record))
  }

  private func end(
    _ record: StreamRecord, at time: UInt64, by: StreamSummary.EndedBy = .producer(.complete),
    id: String? = nil
  ) {
    if let id { record.lastID.store(SentID.number(of: id.utf8), ordering: .relaxed) }
    record.close(StreamSummary(endedBy: by, bytes: 0, duration: 0), at: time)
  }

  @Test mutating func `streams that are open at once are different clients'`() throws {
    let (first, one) = try open()
    #expect(one == 1)
    #expect(try open().client == 2)
    end(first, at: 10)
    #expect(try open().client == 1)
    #expect(try open(agent: "python/3").client == 3)
  }

  @Test mutating func `of like clients each is known by what it asks for and how far it got`() throws {
    let a = try open("/play/a").record
    let b = try open("/play/a").record
    let c = try open("/play/b").record
    end(a, at: 10, id: "1")
    end(b, at: 11, id: "2")
    end(c, at: 12, id: "1")
    #expect(try open("/play/b?x", id: "1").client == 3)
    #expect(try open("/play/a", id: "1").client == 1)
    #expect(try open("/play/a", id: "2").client == 2)
  }

  @Test mutating func `the same connection is the same client, and who left is not looked for first`() throws
  {
    let a = try open(connection: 7).record
    let b = try open(connection: 8).record
    end(a, at: 10)
    end(b, at: 11)
    #expect(try open(connection: 7).client == 1)
    let c = try open(agent: "x").record
    let d = try open(agent: "x").record
    end(c, at: 20)
    end(d, at: 21, by: .client)
    #expect(try open(agent: "x").client == 3)
  }

  @Test mutating func `clients are told apart up to a limit, and who ended first makes room`() throws {
    let records = try (0..<SessionClients.limit).map { _ in try open().record }
    #expect(try open().client == 0)
    end(records[5], at: 9)
    #expect(try open(agent: "another").client == SessionClients.limit + 1)
  }

  @Test func `the last ID of a write is seen at its end`() {
    func last(_ text: String) -> UInt64? { SentID.last(in: Array(text.utf8)) }
    #expect(last("id: 6\ndata: a\n\nid: 7\ndata: b\n\n") == SentID.number(of: "7".utf8))
    #expect(last("data: id: 7\n\n") == nil)
    // The colon is the first of 256 bytes, and of 257.
    let rest = String(repeating: "x", count: 247)
    #expect(last("id: 7\ndata:\(rest)") == SentID.number(of: "7".utf8))
    #expect(last("id: 7\ndata:\(rest)x") == nil)
  }
}
