@testable import Scenarios

/// Evaluates an expression as a plan does: for one event after another, a second apart.
enum Recorded {
  static func sequence(_ text: String, seed: UInt64 = 42, count: Int) throws -> [String] {
    let scope = Scope()
    let expression = try Compiling.expression(text, scope: scope)
    var evaluation = Evaluation(layout: scope.layout, request: PlanRequest(seed: seed))
    return try (1...count).map { number in
      evaluation.counter = number
      evaluation.elapsed = UInt64(number) * 1_000_000_000
      var buffer: [UInt8] = []
      try expression.append(.json, to: &buffer, &evaluation)
      return String(decoding: buffer, as: UTF8.self)
    }
  }
}
