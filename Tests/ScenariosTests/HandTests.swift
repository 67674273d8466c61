import ServerSentEvents
import Testing

@testable import Scenarios

/// What a hand does to a plan: puts something in, holds it, and opens gates with values.
struct HandTests {
  static let second: PlanTime = 1_000_000_000

  /// A plan on a clock that only the test moves.
  struct Hand {
    var plan: Plan
    var now: PlanTime = 0
    var writes: [(time: PlanTime, bytes: [UInt8], runs: WrittenRuns)] = []
    var next = Next.again
    var signals: [Signal] = []

    init(_ text: String, _ request: PlanRequest = PlanRequest(seed: 1)) throws {
      plan = try load(text).plan(for: request)
      advance(to: 0)
    }

    var text: String { String(decoding: writes.flatMap(\.bytes), as: UTF8.self) }

    /// Asks whenever something is due, up to a time.
    mutating func advance(to end: PlanTime) {
      var collected = Writes()
      for _ in 0..<100_000 {
        var meter = Meter.turn
        next = plan.advance(to: now, clock: Playing.clock(at: now), meter: &meter, into: &collected)
        while let (bytes, runs, _) = collected.takeNext() { writes.append((now, bytes, runs)) }
        switch next {
        case .again, .head: continue
        case .signal(let signal): signals.append(signal)
        case .at(let time) where time <= end: now = time
        case .idle(let time?) where time <= end: now = time
        case .gate(_, let time?) where time <= end: now = time
        case .end, .respond, .follow: return
        default:
          now = end
          return
        }
      }
    }
  }

  static func injection(_ json: String) throws -> Injection { try Injection(json: Array(json.utf8)) }

  static func datas(_ text: String) -> [String] {
    var parser = EventStreamParser()
    var found: [String] = []
    func note(_ part: ParsedPart) { if case .event(let event) = part.outcome { found.append(event.data) } }
    parser.parse(Array(text.utf8), report: note)
    parser.finish(report: note)
    return found
  }

  static let ticking =
    "heartbeat: off\nsteps:\n  - repeat: 4\n    every: 1s\n    id: ${counter}\n    data: ${elapsed} ${int(0, 999999)}\n"

  // MARK: Putting in

  @Test func `an event is put in at its time, and changes nothing of the steps`() throws {
    var plain = try Hand(Self.ticking)
    plain.advance(to: 9 * Self.second)
    var hand = try Hand(Self.ticking)
    hand.advance(to: 1_500_000_000)
    hand.plan.inject(try Self.injection(#"{"event":"note","data":"a\nb"}"#), at: hand.now)
    hand.advance(to: 9 * Self.second)
    let put = "event: note\ndata: a\ndata: b\n\n"
    #expect(hand.text.contains(put))
    #expect(hand.text.replacing(put, with: "") == plain.text)
    let written = try #require(hand.writes.first { $0.bytes == Array(put.utf8) })
    #expect(written.time == 1_500_000_000)
    #expect(written.runs.first?.line == WrittenRuns.injected)
    #expect(written.runs.first?.steps == 0)
    #expect(hand.plan.eventCount == plain.plan.eventCount + 1)
    #expect(hand.plan.step == plain.plan.step)
  }

  @Test func `an event is put in again and again, as often as was asked`() throws {
    var hand = try Hand("heartbeat: off\nsteps: [{data: x}, {end: hold}]")
    hand.plan.inject(try Self.injection(#"{"data":"tick","every":"2s","times":3}"#), at: 0)
    hand.advance(to: 60 * Self.second)
    #expect(
      hand.writes.filter { $0.bytes == Array("data: tick\n\n".utf8) }.map(\.time)
        == [0, 2, 4].map { $0 * Self.second })
    #expect(hand.plan.injections.count == 0 && hand.plan.injections.weight == 0)
  }

  @Test func `nothing is put in within an event that is being paced`() throws {
    let text =
      "heartbeat: off\nwrite: { every: 3, pace: 100ms }\nsteps: [{data: abcdefghijkl}, {wait: 1s}, {data: z}]"
    for moment in stride(from: PlanTime(0), to: 1_500_000_000, by: 50_000_000) {
      var hand = try Hand(text)
      hand.advance(to: moment)
      hand.plan.inject(try Self.injection(#"{"data":"put in"}"#), at: hand.now)
      hand.advance(to: 60 * Self.second)
      let datas = Self.datas(hand.text)
      #expect(Set(datas) == ["abcdefghijkl", "put in", "z"] && datas.count == 3, "at \(moment)")
      #expect(datas.filter { $0 != "put in" } == ["abcdefghijkl", "z"])
    }
  }

  @Test func `nothing but raw bytes is put in where a raw step leaves an event open`() throws {
    var hand = try Hand(
      "heartbeat: off\nsteps: [{raw: \"data: one\\n\"}, {wait: 1s}, {raw: \"data: two\\n\\n\"}, {end: hold}]")
    hand.plan.inject(try Self.injection(#"{"data":"x"}"#), at: 0)
    hand.plan.inject(try Self.injection(#"{"raw":"data: and\n"}"#), at: 0)
    hand.advance(to: 5 * Self.second)
    #expect(hand.text == "data: one\ndata: and\ndata: two\n\ndata: x\n\n")
  }

  @Test func `an event is put in between those of a stream that never rests`() throws {
    var plan = try load("firehose: true\nheartbeat: off\nsteps: [{repeat: forever, data: x}]").plan(
      for: PlanRequest(seed: 1))
    plan.inject(try Self.injection(#"{"data":"put in"}"#), at: 0)
    var writes = Writes()
    var turns = 0
    while turns < 5, !String(decoding: writes.bytes, as: UTF8.self).contains("put in") {
      writes.removeAll()
      var meter = Meter.turn
      _ = plan.advance(to: 0, clock: Playing.clock(at: 0), meter: &meter, into: &writes)
      turns += 1
    }
    #expect(turns < 5)
  }

  @Test(arguments: [
    #"[]"#, #"{}"#, #"{"evnt":"x"}"#, #"{"event":"a\nb","data":""}"#, #"{"id":"a\u0000"}"#, #"{"id":" a"}"#,
    #"{"retry":-1}"#, #"{"retry":"soon"}"#, #"{"raw":""}"#, #"{"raw":"a","data":"b"}"#,
    #"{"data":"x","every":"1ms"}"#,
    #"{"data":"x","times":2}"#, #"{"data":"x","every":"1s","times":1001}"#, #"{"data":"x""#, #"{"event":1}"#,
  ])
  func `what makes no sense is refused with a sentence`(json: String) {
    let error = #expect(throws: Injection.Invalid.self) { try Self.injection(json) }
    #expect(error?.message.hasSuffix(".") == true)
  }

  @Test func `what is put in stands as it would in a scenario`() throws {
    let whole = try Self.injection(
      #"{"comment":"why","event":"e","id":7,"retry":"2s","data":{"b":1,"a":[2]}}"#)
    #expect(
      String(decoding: whole.bytes(lineEnding: .lf), as: UTF8.self)
        == ": why\nevent: e\nid: 7\nretry: 2000\ndata: {\"b\":1,\"a\":[2]}\n\n")
    #expect(try Self.injection(#"{"comment":""}"#).bytes(lineEnding: .cr) == [0x3A, 0x0D])
    #expect(try Self.injection(#"{"retry":5}"#).bytes(lineEnding: .lf) == Array("retry: 5\n".utf8))
  }

  // MARK: Coming back

  /// A reader of a stream into which something is put after each event, cut after any number of them.
  @Test(arguments: [
    "heartbeat: off\nsteps:\n  - repeat: 6\n    every: 1s\n    id: ${counter}\n    data: d${number} ${int(0, 99)}\n",
    "heartbeat: off\nsteps:\n  - repeat: 6\n    every: 1s\n    data: d${number} ${int(0, 99)}\n",
    "heartbeat: off\nsteps:\n  - comment: a\n  - raw: \"data: r\\n\\n\"\n  - repeat: 5\n    every: 1s\n    steps: [{id: same, data: 'd${number}'}, {comment: b}]\n",
  ])
  func `a reader that is cut anywhere misses nothing of the steps and gets nothing twice`(text: String) throws
  {
    var plain = try Hand(text)
    plain.advance(to: 60 * Self.second)
    let own = Self.datas(plain.text)
    for put in 0...6 {
      let moment = PlanTime(put) * Self.second + 500_000_000
      var hand = try Hand(text)
      hand.advance(to: moment)
      hand.plan.inject(try Self.injection(#"{"id":"by-hand","data":"put in"}"#), at: hand.now)
      hand.advance(to: hand.now)
      let place = hand.plan.takeInjectedIDs().first?.place
      guard let place else {
        // The stream has ended.
        guard case .end = hand.next else { return #expect(Bool(false), "put in at \(moment)") }
        continue
      }
      let before = Self.datas(hand.text).filter { $0 != "put in" }
      var request = PlanRequest(lastEventID: "by-hand", seed: 1)
      request.lastPlace = place
      var again = try Hand(text, request)
      again.advance(to: 60 * Self.second)
      let after = Self.datas(again.text)
      #expect(before + after == own, "put in at \(moment)")
      // Unknown to another server.
      request.lastPlace = nil
      var other = try Hand(text, request)
      other.advance(to: 60 * Self.second)
      #expect(Self.datas(other.text) == own)
    }
  }

  // MARK: Holding

  @Test func `a stream that was paused goes on exactly where it was, and elapsed does not count it`() throws {
    var plain = try Hand(Self.ticking)
    plain.advance(to: 9 * Self.second)
    for moment in stride(from: PlanTime(0), through: 3_500_000_000, by: 250_000_000) {
      var hand = try Hand(Self.ticking)
      hand.advance(to: moment)
      hand.plan.pause(at: hand.now)
      hand.advance(to: moment + 7 * Self.second)
      let held = hand.text
      hand.plan.resume(at: hand.now)
      hand.advance(to: 30 * Self.second)
      #expect(hand.text == plain.text, "paused at \(moment)")
      #expect(plain.text.hasPrefix(held))
      let late = zip(plain.writes, hand.writes).map { $1.time - $0.time }
      #expect(late == plain.writes.map { $0.time > moment ? 7 * Self.second : 0 }, "paused at \(moment)")
    }
  }

  @Test func `heartbeats come while a stream is paused, and a proxy cuts it`() throws {
    var hand = try Hand("heartbeat: 2s\nsteps: [{data: a}, {wait: 1s}, {data: b}, {end: hold}]")
    hand.plan.pause(at: 0)
    hand.advance(to: 5 * Self.second)
    #expect(hand.text == "data: a\n\n: keep-alive\n: keep-alive\n")
    hand.plan.resume(at: hand.now)
    hand.advance(to: 6 * Self.second)
    #expect(hand.text.hasSuffix("data: b\n\n"))
    #expect(hand.writes.last?.time == 6 * Self.second)
    var cut = try Hand("heartbeat: off\nproxy: { idle: 3s }\nsteps: [{data: a}, {wait: 1s}, {data: b}]")
    cut.plan.pause(at: 0)
    cut.advance(to: 10 * Self.second)
    guard case .end(.truncate) = cut.next else { return #expect(Bool(false), "\(cut.next)") }
    #expect(cut.now == 3 * Self.second)
  }

  @Test func `a silence that is paused lasts as long as it would have`() throws {
    var hand = try Hand("heartbeat: 1s\nsteps: [{data: a}, {silence: 4s}, {data: b}, {end: hold}]")
    hand.advance(to: 2 * Self.second)
    hand.plan.pause(at: hand.now)
    hand.advance(to: 3 * Self.second)
    hand.plan.resume(at: hand.now)
    hand.advance(to: 5 * Self.second)
    #expect(hand.text == "data: a\n\ndata: b\n\n" && hand.writes.last?.time == 5 * Self.second)
  }

  // MARK: Gates with values

  static let echo =
    "heartbeat: off\nsteps: [{await: answer, as: msg}, {data: 'got ${msg.text} ${msg}'}, {await: answer}, {data: z}]"

  @Test func `a gate takes a value`() throws {
    var hand = try Hand(Self.echo)
    guard case .gate("answer", _) = hand.next else { return #expect(Bool(false), "\(hand.next)") }
    #expect(hand.plan.awaitsValue)
    hand.plan.open(gate: "answer", at: 0, value: Array(#"{"text":"hi"}"#.utf8))
    hand.advance(to: 0)
    #expect(hand.text.hasSuffix("data: got hi {\"text\":\"hi\"}\n\n"))
    hand.plan.open(gate: "answer", at: 0)
    hand.advance(to: 0)
    #expect(hand.text.hasSuffix("data: z\n\n"))
  }

  @Test func `a value that takes more room than a stream has ends it`() throws {
    var hand = try Hand(
      "heartbeat: off\nvars: { all: [] }\nsteps: [{repeat: forever, steps: [{await: a, as: v}, {set: { all: '${all.concat([v])}' }}]}]"
    )
    let value = Array("[\(String(repeating: "1,", count: 30_000))1]".utf8)
    for _ in 0..<40 {
      hand.plan.open(gate: "a", at: hand.now, value: value)
      hand.advance(to: hand.now + Self.second)
      if case .end = hand.next { break }
    }
    #expect(hand.text.contains(": the scenario stops here"))
  }

  @Test func `a signal is performed by who plays, in its place`() throws {
    var hand = try Hand(
      "steps: [{data: a}, {signal: { session: '${query.room}', gate: go, data: { n: 1 } }}, {data: b}]",
      PlanRequest(query: [(name: "room", value: "r")], seed: 1))
    hand.advance(to: 0)
    #expect(hand.signals == [Signal(session: "r", gate: "go", value: Array(#"{"n":1}"#.utf8))])
    let answer = try Hand("steps: [{signal: { session: r, gate: go }}, {respond: { status: 202 }}]")
    #expect(answer.signals == [Signal(session: "r", gate: "go")])
    guard case .respond(let response) = answer.next else { return #expect(Bool(false), "\(answer.next)") }
    #expect(response.status == 202)
  }

  @Test func `a search passes a signal by, and draws what it draws`() throws {
    let text =
      "heartbeat: off\nsteps:\n  - repeat: 3\n    steps:\n      - signal: { session: r, gate: go, data: '${int(0, 99)}' }\n      - id: ${counter}\n        data: ${int(0, 999999)}\n"
    var whole = try Hand(text)
    whole.advance(to: 0)
    var resumed = try Hand(text, PlanRequest(lastEventID: "2", seed: 1))
    resumed.advance(to: 0)
    #expect(whole.signals.count == 3 && resumed.signals.count == 1)
    #expect(whole.text.hasSuffix(resumed.text.replacing(":\n", with: "")))
  }

  @Test func `what cannot be is said at load`() {
    #expect(
      mistakes(in: "response: { framing: length }\nsteps: [{await: a}]").contains(
        "'await: a' in line 2 may keep it open for ever"))
    #expect(mistakes(in: "timeline: shared\nsteps: [{await: a}]").contains("leave out 'await' or 'timeline'"))
    #expect(
      mistakes(in: "timeline: shared\nsteps: [{signal: { session: a, gate: b }}]").contains(
        "leave out 'signal' or 'timeline'"))
    #expect(
      mistakes(in: "steps: [{await: a, as: counter}]").contains("means something in expressions already"))
    #expect(mistakes(in: "steps: [{signal: { session: a }}]").contains("signal needs 'gate'"))
  }
}
