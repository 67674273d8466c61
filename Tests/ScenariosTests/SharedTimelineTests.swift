import Testing

@testable import Scenarios

/// What is the same for all clients of a shared timeline, and what is each one's own. Mistakes are in Mistakes/shared-….
struct SharedTimelineTests {
  private static let text = """
    timeline: shared
    retry: 2s
    request: { query: { room: any } }
    response: { headers: { x-room: "${query.room}" } }
    attempts: [{ status: 503 }]
    seed: 5
    vars: { first: "${int(1, 100)}" }
    steps:
      - id: ${counter}
        data: { first: "${first}", drawn: "${int(1, 1000)}", seed: "${seed}" }
      - comment: between
      - after: 1s
        id: b
        event: last
        data: x
    """

  private func text(_ steps: [Playing.Step]) -> String { PlanText.text(steps) }

  @Test func `the timeline has the events, and nothing that is one client's`() throws {
    var plan = try load(Self.text).timelinePlan()
    let steps = Playing.steps(&plan)
    #expect(steps.map(\.time) == [0, 0, 1_000_000_000, 1_000_000_000])
    let bytes = steps.map { String(decoding: $0.bytes, as: UTF8.self) }
    #expect(bytes[0].hasPrefix("id: 1\ndata: {\"first\":"))
    #expect(bytes[0].hasSuffix(",\"seed\":5}\n\n"))
    #expect(bytes[1...] == [": between\n", "id: b\nevent: last\ndata: x\n\n", ""])
  }

  @Test func `it is the one that a client alone would be sent`() throws {
    let scenario = try load(Self.text)
    var plan = scenario.timelinePlan()
    let shared = Playing.steps(&plan).flatMap(\.bytes)
    let request = PlanRequest(query: [(name: "room", value: "a")], attempt: 2, seed: scenario.seed)
    let alone = Playing.steps(scenario, request).flatMap(\.bytes)
    #expect(alone == Array("retry: 2000\n".utf8) + shared)
  }

  @Test func `events are told from other bytes, with their ids`() throws {
    var plan = try load(
      "timeline: shared\nsteps: [{ id: a, data: x }, { id: '${1 + 1}', data: y }, { data: z }, { comment: c }]"
    ).timelinePlan()
    var writes = Writes(keepingPieces: true)
    var meter = Meter.turn
    _ = plan.advance(to: 0, clock: Playing.clock(at: 0), meter: &meter, into: &writes)
    let found = writes.marks.map { mark in
      "\(mark.isEvent) \(mark.id.map { String(decoding: $0, as: UTF8.self) } ?? "-")"
    }
    #expect(writes.marks.map(\.line) == [2, 2, 2, 2])
    #expect(writes.marks.last?.end == writes.bytes.count)
    #expect(found == ["true a", "true 2", "true -", "false -"])
  }

  @Test func `a client is received by itself, and then follows`() throws {
    let scenario = try load(Self.text)
    func reception(_ request: PlanRequest) -> String {
      var plan = scenario.reception(for: request)
      return text(Playing.steps(&plan))
    }
    let room = [(name: "room", value: "a")]
    #expect(reception(PlanRequest(attempt: 2)).hasPrefix("        0 ms  respond 400\n"))
    #expect(reception(PlanRequest(query: room)).hasPrefix("        0 ms  respond 503\n"))
    #expect(
      reception(PlanRequest(query: room, attempt: 2)) == """
                0 ms  head 200 chunked
                      x-room: a
                0 ms  write
                      retry: 2000\\n
                0 ms  follow

        """)
  }

  @Test func `what goes out with the head is as it is elsewhere`() throws {
    func opening(_ keys: String, after id: String? = nil) throws -> String {
      let scenario = try load("timeline: shared\n\(keys)steps: [{ data: x }]")
      var plan = scenario.reception(for: PlanRequest(lastEventID: id))
      return String(decoding: Playing.steps(&plan).flatMap(\.bytes), as: UTF8.self)
    }
    #expect(try opening("") == ":\n")
    #expect(try opening("open: off\n") == "")
    #expect(try opening("open: off\nretry: 1s\n") == "retry: 1000\n")
    #expect(try opening("bom: on\nopen: on\n") == "\u{FEFF}:\n")
    #expect(try opening("lineEnding: crlf\n") == ":\r\n")
    #expect(try opening("resume: forget\n", after: "7") == ": the event 7 is no longer known\n")
  }

  @Test func `a client that is paused gets heartbeats in the scenario's format`() throws {
    #expect(try load("timeline: shared\nsteps: [{ data: x }]").heartbeatBytes == Array(": keep-alive\n".utf8))
    let records = try load("format: ndjson\ntimeline: shared\nheartbeat: 5s\nsteps: [{ data: 1 }]")
    #expect(records.heartbeatBytes == [0x0A])
  }

  @Test func `a client that comes back may be refused`() throws {
    let scenario = try load("timeline: shared\nresume: refuse\nsteps: [{ data: x }]")
    var plan = scenario.reception(for: PlanRequest(lastEventID: "7"))
    #expect(text(Playing.steps(&plan)).hasPrefix("        0 ms  respond 410\n"))
  }

  @Test func `without choices it has the defaults; own is the same as none`() throws {
    #expect(try load("timeline: shared\nsteps: [{ data: x }]").timeline == SharedTimeline())
    #expect(try load("timeline: own\nsteps: [{ gate: g }]").timeline == nil)
    var chosen = SharedTimeline()
    chosen.withoutClients = .pause
    chosen.history = 0
    chosen.historyAge = 30_000_000_000
    chosen.slow = .cut
    chosen.resumption = .gap(2)
    let text =
      "timeline: { start: first-client, withoutClients: pause, history: 0, historyAge: 30s, slow: cut }\nresume: { gap: 2 }\nsteps: [{ data: x }]"
    #expect(try load(text).timeline == chosen)
  }

  @Test func `the fingerprint is that of the text and of what it includes`() throws {
    func fingerprint(_ text: String, included: String = "steps: [{ data: y }]") throws -> Int {
      try Scenario.load(text: text, name: "a", reserved: .none, resolve: { _ in included }).fingerprint
    }
    let text = "steps: [{ include: b }]"
    #expect(try fingerprint(text) == fingerprint(text))
    #expect(try fingerprint(text) != fingerprint(text + "\n"))
    #expect(try fingerprint(text) != fingerprint(text, included: "steps: [{ data: z }]"))
  }
}
