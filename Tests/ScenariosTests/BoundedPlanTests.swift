import Testing

@testable import Scenarios

/// No plan holds whoever plays it, keeps more than it may, or forgets a heartbeat.
struct BoundedPlanTests {
  static let second: UInt64 = 1_000_000_000

  /// A plan that is asked turn by turn.
  struct Player {
    var plan: Plan
    var now: PlanTime = 0
    var bytes: [UInt8] = []
    var writes = Writes()
    var largestTurn = 0
    private(set) var most = 0

    init(_ text: String, allowance: Int = 2_000_000, _ request: PlanRequest = PlanRequest(seed: 1)) throws {
      plan = try load(text).plan(for: request)
      plan.allowance = allowance
    }

    mutating func turn() -> Next {
      var meter = Meter.turn
      let next = plan.advance(to: now, clock: Playing.clock(at: now), meter: &meter, into: &writes)
      largestTurn = max(largestTurn, Meter.turn.work - meter.work)
      most = max(most, plan.stages.buffered)
      while let (write, _, _) = writes.takeNext() { bytes += write }
      return next
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  @Test(arguments: ["raw: ''", "raw: \"${''}\"", "set: { a: 1 }", "wait: 0ms", "each: []\n        data: x"])
  func `a loop that sends nothing gives others their turn`(step: String) throws {
    var player = try Player("firehose: on\nsteps:\n  - repeat: forever\n    steps:\n      - \(step)\n")
    var turns = 0
    for _ in 0..<20 { if case .again = player.turn() { turns += 1 } }
    #expect(turns >= 18)
    #expect(player.largestTurn < 250_000)
  }

  @Test(arguments: [
    "proxy: { buffer: until-end }", "proxy: { buffer: 1000000 }", "write: { events: 10000 }",
    "proxy: { buffer: until-end, gzip: buffered }\nwrite: { events: 10000 }", "reorder: { events: 100 }",
  ])
  func `what is buffered is released at 256 KiB`(keys: String) throws {
    var player = try Player(
      "firehose: on\n\(keys)\nsteps: [{repeat: forever, data: \"${repeat('x', 60000)}\"}]",
      PlanRequest(headers: [(name: "accept-encoding", value: "gzip")]))
    for _ in 0..<60 { _ = player.turn() }
    #expect(player.most < Stages.limit + 66_000)
    #expect(player.bytes.count > 2_000_000)
  }

  @Test func `a stream whose condition is never true has its head at once, and heartbeats`() throws {
    var player = try Player(
      "heartbeat: 15s\nsteps: [{repeat: forever, every: 1s, steps: [{if: \"${query.room == 'a'}\", then: [{data: hi}]}]}]"
    )
    var heads = 0
    for _ in 0..<40 {
      switch player.turn() {
      case .head: heads += 1
      case .at(let time): player.now = time
      default: break
      }
      if player.now >= 60 * Self.second { break }
    }
    #expect(heads == 1)
    #expect(player.text.hasPrefix(":\n: keep-alive\n: keep-alive\n: keep-alive\n"))
    #expect(player.now == 60 * Self.second)
  }

  @Test func `heartbeats that fall due while it computes are sent`() throws {
    var player = try Player(
      "heartbeat: 1s\nsteps: [{data: a}, {repeat: 1000000, steps: [{set: {a: '${number}'}}]}, {data: b}]")
    for _ in 0..<12 {
      if case .again = player.turn() { player.now += Self.second / 2 }
    }
    #expect(player.text.hasPrefix("data: a\n\n: keep-alive\n: keep-alive\n"))
  }

  @Test func `a heartbeat is not kept back by events that share a write`() throws {
    let steps = Playing.steps(
      try load("heartbeat: 2s\nwrite: { events: 3 }\nsteps: [{repeat: 3, every: 5s, data: '${number}'}]"))
    #expect(
      steps.filter { !$0.bytes.isEmpty }.map {
        "\($0.time / Self.second) " + String(decoding: $0.bytes, as: UTF8.self)
      } == [
        "2 data: 1\n\n: keep-alive\n", "4 : keep-alive\n", "7 data: 2\n\n: keep-alive\n", "9 : keep-alive\n",
        "10 data: 3\n\n",
      ])
  }

  @Test func `variables and lists of more than 8 MiB end the stream with a comment`() throws {
    var player = try Player(
      """
      firehose: on
      vars: { a: [], b: [] }
      steps:
        - repeat: forever
          steps:
            - set: { a: "${concat(a, repeat('x', 60000) + number)}" }
            - set: { b: "${concat(b, repeat('y', 60000) + number)}" }
      """
    )
    for _ in 0..<2_000 { if case .end = player.turn() { break } }
    #expect(
      player.text.hasSuffix(
        ": its variables and lists come to more than 8 MiB\n"))
    #expect(player.plan.weight < 9 << 20)
  }

  @Test func `a program whose waits come to more than 292 years stops`() throws {
    let scenario = try load(
      "vars: { d: 24h }\nsteps: [{repeat: '${query.n}', steps: [{wait: '${d}'}]}, {data: x}]")
    var run = ProgramRun(
      program: scenario.program, request: PlanRequest(query: [(name: "n", value: "1000000")]),
      clock: Playing.clock(at: 0))
    var work = 10_000_000
    guard case .failure = run.next(&work) else {
      Issue.record("It goes on")
      return
    }
    #expect(run.failure == "its waits come to more than 292 years")
    #expect(run.time <= ProgramRun.timeLimit)
  }

  @Test func `of a body that takes too long its length is not worked out`() throws {
    var player = try Player(
      "response: { framing: length }\nsteps: [{repeat: 9000, data: \"${repeat('x', 60000)}\"}]",
      allowance: 300_000)
    var turns = 0
    for _ in 0..<50 {
      guard case .respond(let response) = player.turn() else {
        turns += 1
        continue
      }
      #expect(response.status == 500)
      #expect(
        String(decoding: response.body, as: UTF8.self).contains(
          "'framing: length' has to know the whole body first"))
      #expect(turns > 1)
      return
    }
    Issue.record("No answer")
  }

  @Test func `a head waits for an answer that may come, but not for ever`() throws {
    let loop = "{repeat: 1000000, steps: [{if: '${number == 900000}', then: [{respond: {status: 204}}]}]}"
    var player = try Player("steps: [\(loop), {data: x}]", allowance: 400_000)
    var turns = 0
    while case .again = player.turn(), turns < 100 { turns += 1 }
    #expect((300_000 / Meter.turn.work...500_000 / Meter.turn.work).contains(turns))
    for _ in 0..<200 { if case .end = player.turn() { break } }
    #expect(player.text.hasPrefix(":\n"))
    #expect(player.text.hasSuffix("'respond' comes after something has been sent\n"))
    // Where none can be reached any more, the head does not wait.
    var other = try Player(
      "steps: [{if: '${query.x}', then: [{respond: {status: 204}}]}, {repeat: 1000000, steps: [{set: {a: 1}}]}, {data: x}]"
    )
    turns = 0
    while case .again = other.turn(), turns < 100 { turns += 1 }
    #expect(turns <= 2)
  }

  @Test func `at a shut-down what has begun leaves, and the body ends well`() throws {
    var paced = try Player("write: { every: 4, pace: 1s }\nsteps: [{data: abcdef}, {data: never}]")
    _ = paced.turn()
    _ = paced.turn()
    #expect(paced.text == "data")
    paced.plan.drain(Array("retry: 1000\n".utf8), into: &paced.writes)
    while let (write, _, _) = paced.writes.takeNext() { paced.bytes += write }
    #expect(paced.text == "data: abcdef\n\nretry: 1000\n")

    var half = try Player("steps: [{raw: 'data: half'}, {wait: 10s}]")
    _ = half.turn()
    _ = half.turn()
    half.plan.drain(Array("retry: 1000\n".utf8), into: &half.writes)
    #expect(half.writes.isEmpty)

    var zipped = try Player(
      "proxy: { gzip: flushed }\nsteps: [{data: a}, {wait: 10s}]",
      PlanRequest(headers: [(name: "accept-encoding", value: "gzip")]))
    _ = zipped.turn()
    _ = zipped.turn()
    zipped.plan.drain(Array("retry: 1000\n".utf8), into: &zipped.writes)
    while let (write, _, _) = zipped.writes.takeNext() { zipped.bytes += write }
    var encoder = GzipEncoder()
    let expected =
      encoder.encode(Array("data: a\n\n".utf8)) + encoder.encode(Array("retry: 1000\n".utf8))
      + encoder.finish()
    #expect(zipped.bytes == expected)
  }
}
