import ServerSentEvents

@testable import Scenarios

/// Plays plans on a clock that only the test moves.
struct Playing {
  enum Action {
    case head(ResponseHead)
    case respond(PlainResponse)
    case write(ownWrite: Bool)
    case gate(String)
    case signal(Signal)
    case hold
    case follow
    case end(Ending)
  }

  /// An action as it was performed.
  struct Step {
    /// Plan time since the beginning of the steps.
    var time: PlanTime
    var action: Action
    var bytes: [UInt8]
    var line: Int
  }

  /// The meter of a turn: with one byte, it gives one block or one write at a time.
  static let one = Meter(work: 100_000, bytes: 1)

  /// 2026-11-22T10:30:00Z, the time at which every test begins.
  static let start: Int64 = 1_795_343_400_000_000_000

  /// The number of turns after which a plan is considered endless.
  private static let turnLimit = 100_000

  static func clock(at time: PlanTime, wall: Int64 = start) -> ClockReading {
    ClockReading(wall: wall &+ Int64(clamping: time), monotonic: time)
  }

  /// Plays to the end, or until `limit` actions were performed; opens each gate after five seconds.
  static func steps(
    _ scenario: Scenario, _ request: PlanRequest = PlanRequest(seed: 1), limit: Int = 1_000,
    meter: Meter = one, wall: Int64 = start
  )
    -> [Step]
  {
    var plan = scenario.plan(for: request, clock: ClockReading(wall: wall, monotonic: 0))
    return steps(&plan, limit: limit, meter: meter, wall: wall)
  }

  static func steps(
    _ plan: inout Plan, limit: Int = 1_000, meter: Meter = one, wall: Int64 = start
  ) -> [Step] {
    var steps: [Step] = []
    var now: PlanTime = 0
    var writes = Writes()
    for _ in 0..<turnLimit where steps.count < limit {
      var turn = meter
      let next = plan.advance(to: now, clock: clock(at: now, wall: wall), meter: &turn, into: &writes)
      let time = plan.resumedTime + now
      while let (bytes, runs, isOwn) = writes.takeNext() {
        steps.append(
          Step(time: time, action: .write(ownWrite: isOwn), bytes: bytes, line: runs.first?.line ?? 0))
      }
      func add(_ action: Action) {
        steps.append(Step(time: time, action: action, bytes: [], line: plan.line))
      }
      switch next {
      case .again: continue
      case .at(let later): now = later
      case .head(let head): add(.head(head))
      case .signal(let signal): add(.signal(signal))
      case .follow:
        add(.follow)
        return steps
      case .gate(let name, _):
        add(.gate(name))
        now += 5_000_000_000
        plan.open(gate: name, at: now)
      case .respond(let response):
        add(.respond(response))
        return steps
      case .idle(let later?) where plan.mayBeCut: now = later
      case .idle:
        add(.hold)
        return steps
      case .end(let ending):
        add(.end(ending))
        return steps
      }
    }
    return steps
  }

  /// All bytes that are sent, as text.
  static func text(_ scenario: Scenario, _ request: PlanRequest = PlanRequest(seed: 1), limit: Int = 1_000)
    -> String
  {
    String(decoding: steps(scenario, request, limit: limit).flatMap(\.bytes), as: UTF8.self)
  }
}

extension ReservedAddresses {
  /// Addresses like those that the server reserves.
  static let ofTests = ReservedAddresses(["/play", "/schema.json", "/api/sessions", "/api/rooms/{name}"])
}

/// Loads the text of a scenario for a test.
func load(_ text: String, name: String = "test") throws -> Scenario {
  try Scenario.load(text: text, name: name, file: "test.yaml", reserved: .none)
}

/// The mistakes that loading a text reports; empty if there are none.
func mistakes(in text: String) -> String {
  do throws(ScenarioMistakes) {
    let scenario = try Scenario.load(text: text, name: "test", file: "test.yaml", reserved: .none)
    return scenario.warnings.description
  } catch {
    return error.description
  }
}
