import Testing

@testable import Scenarios

struct PlanTests {
  @Test func `sends the head, then events when they are due`() throws {
    let scenario = try load(
      """
      steps:
        - data: one
        - after: 250ms
          event: greeting
          data: two
      """)
    let steps = Playing.steps(scenario)
    #expect(steps.map(\.time) == [0, 0, 250_000_000, 250_000_000])
    #expect(Playing.text(scenario) == "data: one\n\nevent: greeting\ndata: two\n\n")
  }

  @Test func `when nothing is due at once, a lone comment line goes with the head`() throws {
    #expect(Playing.text(try load("steps: [{after: 1s, data: x}]")) == ":\ndata: x\n\n")
  }

  @Test func `the reconnection time is in the block of the first event`() throws {
    #expect(
      Playing.text(try load("retry: 3s\nsteps: [{data: x}, {data: y}]"))
        == "retry: 3000\ndata: x\n\ndata: y\n\n")
    #expect(Playing.text(try load("retry: 3s\nsteps: [{after: 1s, data: x}]")) == "retry: 3000\ndata: x\n\n")
    #expect(
      Playing.text(try load("retry: 3s\nopen: off\nsteps: [{after: 1s, data: x}]"))
        == "retry: 3000\ndata: x\n\n")
  }

  @Test func `fields are written in the order of their keys`() throws {
    #expect(
      Playing.text(try load("steps: [{id: 7, comment: hi, data: x, event: e, retry: 1s}]"))
        == "id: 7\n: hi\ndata: x\nevent: e\nretry: 1000\n\n")
  }

  @Test func `data in a mapping is compact JSON with keys in order and numbers as written`() throws {
    #expect(
      Playing.text(
        try load(
          """
          steps:
            - data: { b: 1.50, a: [1e3, true, null, yes, "1"], "q\\"": "${1 + 1} a\\"b", n: "${2 * 3}", t: 2026-11-22 }
          """))
        == #"data: {"b":1.50,"a":[1e3,true,null,"yes","1"],"q\"":"2 a\"b","n":6,"t":"2026-11-22"}"# + "\n\n")
  }

  @Test func `text is split by line wherever the line ends come from`() throws {
    #expect(
      Playing.text(
        try load(
          """
          vars: { x: "${query.x}" }
          steps:
            - data: |
                one
                two
            - data: "a${x}b"
            - data: |+
                three

          """), PlanRequest(query: [(name: "x", value: "1\r\n2\r3\n")]))
        == "data: one\ndata: two\n\ndata: a1\ndata: 2\ndata: 3\ndata: b\n\ndata: three\ndata: \n\n")
  }

  @Test func `a variable sees those before it, and the request`() throws {
    #expect(
      Playing.text(
        try load(
          """
          vars:
            fixed: 2
            name: "${query.name ?? 'nobody'}"
            greeting: Hello ${name}
            answer: { text: "${greeting}", twice: "${fixed * 2}" }
          steps:
            - data: ${answer}
          """), PlanRequest(query: [(name: "name", value: "Ada")]))
        == #"data: {"text":"Hello Ada","twice":4}"# + "\n\n")
  }

  @Test func `every is kept from deadline to deadline, with the first turn at once`() throws {
    let scenario = try load(
      """
      steps:
        - repeat: 3
          every: 1s
          steps:
            - data: a
            - after: 300ms
              data: b
        - data: end
      """)
    let times = Playing.steps(scenario).filter { !$0.bytes.isEmpty }.map { $0.time / 1_000_000 }
    #expect(times == [0, 300, 1_000, 1_300, 2_000, 2_300, 2_300])
  }

  @Test func `loops know their index and number, and nested ones each other's by name`() throws {
    #expect(
      Playing.text(
        try load(
          """
          steps:
            - each: [x, y]
              as: letter
              index: i
              steps:
                - repeat: 2
                  as: n
                  data: ${letter} ${i} ${n} ${index} ${number}
          """))
        == "data: x 0 1 0 1\n\ndata: x 0 2 1 2\n\ndata: y 1 1 0 1\n\ndata: y 1 2 1 2\n\n")
  }

  @Test func `a heartbeat is sent whenever nothing else was for that long`() throws {
    let scenario = try load(
      "heartbeat: 10s\nsteps: [{data: a}, {wait: 25s}, {data: b}, {wait: 10s}, {data: c}]")
    #expect(Playing.text(scenario) == "data: a\n\n: keep-alive\n: keep-alive\ndata: b\n\ndata: c\n\n")
    #expect(Playing.steps(scenario).map { $0.time / 1_000_000_000 } == [0, 0, 10, 20, 25, 35, 35])
  }

  @Test func `exact bytes stay alone`() throws {
    #expect(Playing.text(try load("steps: [{wait: 60s}, {raw: {hex: 64 61 74 61 3a 0a 0a}}]")) == "data:\n\n")
    #expect(Playing.text(try load("bom: on\nsteps: [{after: 60s, data: x}]")) == "\u{FEFF}data: x\n\n")
    #expect(Playing.text(try load("steps: [{raw: {base64: ZGF0YTo=}}, {raw: \"x\\n\\n\"}]")) == "data:x\n\n")
  }

  @Test func `lines end as the scenario says`() throws {
    #expect(
      Playing.text(try load("lineEnding: crlf\nsteps: [{data: \"a\\nb\", comment: c}]"))
        == "data: a\r\ndata: b\r\n: c\r\n\r\n")
    #expect(Playing.text(try load("lineEnding: cr\nsteps: [{after: 1s, data: a}]")) == ":\rdata: a\r\r")
  }

  @Test func `the same seed gives the same run, another seed another`() throws {
    let scenario = try load("steps: [{repeat: 20, every: 10ms..2s, data: '${random()}'}]")
    let first = Playing.steps(scenario)
    let second = Playing.steps(scenario)
    #expect(first.map(\.time) == second.map(\.time))
    #expect(first.map(\.bytes) == second.map(\.bytes))
    #expect(Playing.text(scenario, PlanRequest(seed: 2)) != Playing.text(scenario))
  }

  @Test func `what shows only when it plays ends the stream with a comment that says so`() throws {
    let scenario = try load("steps: [{data: a}, {id: \"${query.x}\", data: b}, {data: c}]")
    let request = PlanRequest(query: [(name: "x", value: "1\n2")])
    #expect(
      Playing.text(scenario, request) == "data: a\n\n: the scenario stops here: the id has a line end in it\n"
    )
    guard case .end(.complete) = Playing.steps(scenario, request).last?.action else {
      Issue.record("The stream goes on")
      return
    }
    #expect(
      Playing.text(
        try load("steps: [{repeat: \"${query.n}\", data: x}]"), PlanRequest(query: [(name: "n", value: "-1")])
      )
        == ":\n: the scenario stops here: line 1: 'repeat' needs a whole number from 0 to 1000000, got -1\n")
  }

  @Test func `work without output is done in turns`() throws {
    var plan = try load(
      "steps: [{data: a}, {repeat: 2000, steps: [{repeat: 100, steps: [{wait: 0ms}]}]}, {data: x}]"
    )
    .plan(for: PlanRequest())
    var turns = 0
    var writes = Writes()
    for _ in 0..<100 {
      var meter = Meter.turn
      let next = plan.advance(to: 0, clock: Playing.clock(at: 0), meter: &meter, into: &writes)
      if case .again = next { turns += 1 }
      if case .end = next { break }
    }
    // 200,000 turns of a loop, each at least two instructions and at most four.
    #expect((400_000 / Meter.turn.work...800_000 / Meter.turn.work).contains(turns))
    #expect(String(decoding: writes.bytes, as: UTF8.self) == "data: a\n\ndata: x\n\n")
  }

  @Test func `an endless loop whose waits come to nothing still moves on`() throws {
    let scenario = try load(
      "steps: [{repeat: forever, steps: [{wait: \"${query.none ?? 0}ms\"}, {data: x}]}]")
    let times = Playing.steps(scenario, limit: 5).map(\.time)
    #expect(times == [0, 0, 1_000_000, 2_000_000, 3_000_000])
  }

  @Test func `the endings are the actions they name`() throws {
    for ending in Ending.allCases {
      guard case .end(ending) = Playing.steps(try load("steps: [{end: \(ending.rawValue)}]")).last?.action
      else {
        Issue.record("\(ending) did not end so")
        continue
      }
    }
    guard case .hold = Playing.steps(try load("steps: [{data: x}, {end: hold}, {data: y}]")).last?.action
    else {
      Issue.record("It did not hold")
      return
    }
  }
}
