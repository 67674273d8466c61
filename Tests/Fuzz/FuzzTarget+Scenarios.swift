import Scenarios

extension FuzzTarget {
  /// Any bytes are a scenario or have mistakes with a place; a scenario plays.
  static let scenario = FuzzTarget(name: "scenario") { bytes in
    guard let scenario = load(bytes) else { return }
    play(scenario, PlanRequest(seed: 1))
  }

  /// An expression is one or is a mistake; it gives a value within its limits.
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

  /// Whatever a client sends as its last event ID, the search ends, and the stream goes on.
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
      return try Scenario.load(bytes: bytes, name: "fuzz")
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

/// Plays until the end, or for as long as shows what a scenario does; gates are opened.
func play(_ scenario: Scenario, _ request: PlanRequest) {
  var clock = ClockReading(wall: 1_795_343_400_000_000_000, monotonic: 0)
  var plan = scenario.plan(for: request, clock: clock)
  var bytes: [UInt8] = []
  for _ in 0..<500 {
    guard bytes.count < 1 << 20, let action = plan.next() else { return }
    switch action.action {
    case .write:
      clock.monotonic = action.time
      plan.render(clock: clock, into: &bytes)
    case .gate(let name): plan.open(gate: name, at: action.time)
    case .hold, .end, .respond, .follow: return
    case .head, .pause: continue
    }
  }
}
