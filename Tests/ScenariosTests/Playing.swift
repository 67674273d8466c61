import ServerSentEvents

@testable import Scenarios

/// Plays plans on a clock that only the test moves.
struct Playing {
  /// An action as it was performed.
  struct Step {
    var time: UInt64
    var action: Action
    var bytes: [UInt8]
    var line: Int
  }

  /// 2026-11-22T10:30:00Z, when every test begins.
  static let start: Int64 = 1_795_343_400_000_000_000

  /// Plays to the end, each gate opened after five seconds, or until so many actions were performed.
  static func steps(
    _ scenario: Scenario, _ request: PlanRequest = PlanRequest(seed: 1), limit: Int = 1_000,
    wall: Int64 = start
  )
    -> [Step]
  {
    var plan = scenario.plan(for: request, clock: ClockReading(wall: wall, monotonic: 0))
    return steps(&plan, limit: limit, wall: wall)
  }

  static func steps(_ plan: inout Plan, limit: Int = 1_000, wall: Int64 = start) -> [Step] {
    var steps: [Step] = []
    while steps.count < limit, let action = plan.next() {
      if case .pause = action.action { continue }
      var bytes: [UInt8] = []
      if case .write = action.action {
        let passed = action.time - plan.resumedTime
        let clock = ClockReading(wall: wall + Int64(passed), monotonic: passed)
        plan.render(clock: clock, into: &bytes)
      }
      if case .gate(let name) = action.action { plan.open(gate: name, at: action.time + 5_000_000_000) }
      steps.append(Step(time: action.time, action: action.action, bytes: bytes, line: action.line))
    }
    return steps
  }

  /// Everything that is sent.
  static func text(_ scenario: Scenario, _ request: PlanRequest = PlanRequest(seed: 1), limit: Int = 1_000)
    -> String
  {
    String(decoding: steps(scenario, request, limit: limit).flatMap(\.bytes), as: UTF8.self)
  }
}

/// Loads the text of a scenario for a test.
func load(_ text: String, name: String = "test") throws -> Scenario {
  try Scenario.load(text: text, name: name, file: "test.yaml")
}

/// What loading the text reports, or nothing.
func mistakes(in text: String) -> String {
  do throws(ScenarioMistakes) {
    let scenario = try Scenario.load(text: text, name: "test", file: "test.yaml")
    return scenario.warnings.description
  } catch {
    return error.description
  }
}
