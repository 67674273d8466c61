import Testing

@testable import Scenarios

/// `Plan.render(clock:dueBy:limit:into:)` against `next` and `render`, a write at a time.
struct ManyWritesTests {
  static let clock = ClockReading(wall: Playing.start, monotonic: 77_000_000_000)

  /// What a plan does up to a number of events: its actions but for writes, and all bytes.
  static func play(_ scenario: Scenario, _ request: PlanRequest, ahead: UInt64?, limit: Int) -> (
    actions: [String], bytes: [UInt8], events: Int
  ) {
    var plan = scenario.plan(for: request, clock: clock)
    var actions: [String] = []
    var bytes: [UInt8] = []
    while plan.eventCount < 600, actions.count < 1_000, let action = plan.next() {
      switch action.action {
      case .write:
        if let ahead {
          var buffer: [UInt8] = []
          var runs = WrittenRuns()
          plan.render(action, clock: clock, dueBy: action.time + ahead, limit: limit, into: &buffer, &runs)
          #expect(
            ([runs.first].compactMap(\.self) + runs.others).reduce(0) { $0 + $1.length } == buffer.count)
          bytes += buffer
        } else {
          plan.render(clock: clock, into: &bytes)
        }
      case .gate(let name):
        actions.append("gate \(name) at \(action.time) after \(bytes.count)")
        plan.open(gate: name, at: action.time)
      default: actions.append("\(action.action) at \(action.time) line \(action.line) after \(bytes.count)")
      }
    }
    return (actions, bytes, plan.eventCount)
  }

  @Test(arguments: ShippedScenarios.names)
  func `Rendered together, writes are what they are one at a time`(name: String) throws {
    let scenario = try ShippedScenarios.load(name)
    for request in [PlanRequest(seed: 1), PlanRequest(lastEventID: "3", attempt: 2, seed: 2)] {
      let single = Self.play(scenario, request, ahead: nil, limit: 0)
      for (ahead, limit) in [(0, 65_536), (1_500_000_000, 65_536), (.max / 2, 700), (40_000_000, 1)]
        as [(UInt64, Int)]
      {
        let together = Self.play(scenario, request, ahead: ahead, limit: limit)
        let common = min(single.bytes.count, together.bytes.count)
        #expect(single.bytes.prefix(common) == together.bytes.prefix(common))
        if single.events < 600 {
          #expect(single.bytes.count == together.bytes.count)
          #expect(single.actions == together.actions)
        }
      }
    }
  }

  @Test func `No more than is due is rendered`() throws {
    let scenario = try load("steps: [{repeat: 10, every: 1s, id: '${number}', data: '${monotonic}'}]")
    var plan = scenario.plan(for: PlanRequest())
    _ = plan.next()
    _ = plan.next()
    var buffer: [UInt8] = []
    var runs = WrittenRuns()
    let action = TimedAction(time: 0, action: .write(ownWrite: false), line: 1)
    plan.render(action, clock: Self.clock, dueBy: 3_500_000_000, limit: 65_536, into: &buffer, &runs)
    #expect(runs.first == WrittenRuns.Run(line: 1, length: buffer.count, writes: 4))
    #expect(
      String(decoding: buffer, as: UTF8.self)
        == (1...4).map { "id: \($0)\ndata: 77000000000\n\n" }.joined())
    #expect(plan.next()?.time == 4_000_000_000)
  }

  @Test func `Nothing is rendered behind a failure`() throws {
    let scenario = try load("steps: [{repeat: 5, id: \"${number == 3 ? 'a\\nb' : number}\", data: x}]")
    let single = Self.play(scenario, PlanRequest(), ahead: nil, limit: 0)
    let together = Self.play(scenario, PlanRequest(), ahead: .max / 2, limit: 65_536)
    #expect(single.bytes == together.bytes)
    #expect(single.actions == together.actions)
    #expect(
      String(decoding: together.bytes, as: UTF8.self).hasSuffix(
        "id: 2\ndata: x\n\n: the scenario stops here: the id has a line end in it\n"))
  }

  static let lines = """
    PREFIX
    steps:
      - data: a
      - repeat: 2
        steps:
          - data: b
          - data: c
      - repeat: 3
        data: d

    """

  /// The bytes of each line, and how many writes they were, of what is due at once.
  static func runs(_ prefix: String) throws -> [(line: Int, text: String, writes: Int)] {
    var plan = try load(lines.replacing("PREFIX", with: prefix)).plan(for: PlanRequest())
    var found: [(line: Int, text: String, writes: Int)] = []
    while let action = plan.next() {
      guard case .write = action.action else { continue }
      var buffer: [UInt8] = []
      var runs = WrittenRuns()
      plan.render(action, clock: clock, dueBy: .max, limit: 65_536, into: &buffer, &runs)
      var position = 0
      for run in [runs.first].compactMap(\.self) + runs.others {
        found.append(
          (run.line, String(decoding: buffer[position..<position + run.length], as: UTF8.self), run.writes))
        position += run.length
      }
    }
    return found
  }

  @Test func `The bytes of each line are told apart`() throws {
    let found = try Self.runs("open: on")
    #expect(found.map(\.line) == [3, 6, 7, 6, 7, 8])
    #expect(found.map(\.writes) == [1, 1, 1, 1, 1, 3])
    #expect(
      found.map(\.text) == ["a", "b", "c", "b", "c"].map { "data: \($0)\n\n" } + [
        String(repeating: "data: d\n\n", count: 3)
      ])
  }

  @Test(arguments: [
    "write: { events: 3 }", "proxy: { buffer: 20 }", "write: { every: 5 }", "proxy: { buffer: until-end }",
  ])
  func `They are told apart behind a proxy and in cut writes as well`(prefix: String) throws {
    let expected = try Self.runs("open: on").flatMap { run in run.text.utf8.map { (run.line, $0) } }
    let found = try Self.runs(prefix).flatMap { run in run.text.utf8.map { (run.line, $0) } }
    #expect(found.elementsEqual(expected, by: ==))
  }
}
