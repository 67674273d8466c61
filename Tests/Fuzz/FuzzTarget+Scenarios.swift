import Scenarios

extension FuzzTarget {
  /// Any bytes are either a scenario that plays, or have mistakes, each with its place.
  static let scenario = FuzzTarget(name: "scenario") { bytes in
    guard let scenario = load(bytes) else { return }
    play(scenario, PlanRequest(seed: 1))
  }

  /// Any text is either an expression, whose value is within its limits, or a mistake.
  static let expression = FuzzTarget(name: "expression") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    var quoted = ""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" || scalar.value < 0x20 || scalar.value == 0x7F {
        let hex = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      } else {
        quoted.unicodeScalars.append(scalar)
      }
    }
    guard let scenario = load(Array("steps: [{ data: \"${\(quoted)}\" }]".utf8)) else { return }
    play(scenario, PlanRequest(query: [(name: "q", value: "x")], body: Array("{\"a\":[1]}".utf8), seed: 1))
  }

  /// Whatever a client sends as its last event ID, the search ends and the stream continues.
  static let lastEventID = FuzzTarget(name: "last-event-id") { bytes in
    guard let mode = bytes.first else { return }
    let id = String(decoding: bytes.dropFirst(), as: UTF8.self)
    for scenario in returning where scenario.index % 4 == Int(mode) % 4 {
      play(scenario.scenario, PlanRequest(lastEventID: id, seed: 1))
    }
  }

  private static let returning: [(index: Int, scenario: Scenario)] = {
    let steps = "steps: [{ repeat: 50, steps: [{ id: '${index}', data: x }] }, { id: ünï, data: y }]"
    let modes = ["continue", "{ gap: 2 }", "{ duplicate: 2 }", "restart"]
    return modes.enumerated().compactMap { index, mode in
      load(Array("resume: \(mode)\n\(steps)".utf8)).map { (index, $0) }
    }
  }()

  private static func load(_ bytes: [UInt8]) -> Scenario? {
    do throws(ScenarioMistakes) {
      return try Scenario.load(bytes: bytes, name: "fuzz", reserved: .none)
    } catch {
      promise(!error.mistakes.isEmpty, "a scenario is refused without a mistake")
      for mistake in error.mistakes {
        promise(mistake.location.line >= 1 && mistake.location.column >= 1, "a mistake has no place")
      }
      promise(!error.description.isEmpty, "mistakes have no text")
      return nil
    }
  }
}

/// Plays a scenario to its end, or long enough to show what it does, and opens its gates. Plays it twice, in turns of the usual and of
/// the smallest size, which must give the same bytes.
func play(_ scenario: Scenario, _ request: PlanRequest) {
  let turns = bytes(of: scenario, request, meter: .turn)
  let small = bytes(of: scenario, request, meter: Meter(work: 1, bytes: 1))
  let common = min(turns.count, small.count)
  promise(turns.prefix(common) == small.prefix(common), "a plan gives other bytes in small turns")
}

private func bytes(of scenario: Scenario, _ request: PlanRequest, meter: Meter) -> [UInt8] {
  // The clock stands still, so that the bytes do not depend on when they are asked for.
  let clock = ClockReading(wall: 1_795_343_400_000_000_000, monotonic: 0)
  var plan = scenario.plan(for: request, clock: clock)
  var writes = Writes()
  var bytes: [UInt8] = []
  var now: PlanTime = 0
  var work = 20_000
  for _ in 0..<1_000 where work > 0 && bytes.count < 1 << 16 {
    var turn = meter
    let next = plan.advance(to: now, clock: clock, meter: &turn, into: &writes)
    // A turn may exceed its meter by one evaluation (at most 100,000 units) or one block (at most 1 MiB).
    promise(turn.work >= -120_000 && turn.bytes >= -(2 << 20), "a turn takes more than its meter")
    promise(plan.weight <= 24 << 20, "a plan keeps more than it may")
    work -= max(meter.work - turn.work, 1)
    while let (sent, _, _) = writes.takeNext() { bytes += sent }
    switch next {
    case .again, .head, .signal: continue
    case .at(let time):
      promise(time > now, "a plan waits for a time that has come")
      now = time
    case .gate(let name, _): plan.open(gate: name, at: now)
    case .idle(let time?) where plan.mayBeCut: now = time
    case .idle, .end, .respond, .follow: return bytes
    }
  }
  return bytes
}
