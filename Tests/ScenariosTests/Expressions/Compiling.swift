import Testing

@testable import Scenarios

/// Shortcuts that compile and evaluate an expression.
enum Compiling {
  static func place(_ offset: Int) -> Scenarios.SourceLocation {
    Scenarios.SourceLocation(line: 1, column: offset + 1)
  }

  static func expression(_ text: String, scope: Scope = Scope()) throws -> Expression {
    var mistakes: [Mistake] = []
    let expression = Expression.compile(text, locate: place, scope: scope, mistakes: &mistakes)
    #expect(mistakes.isEmpty, "\(text): \(mistakes.map(\.message))")
    return try #require(expression)
  }

  static func template(_ text: String, scope: Scope = Scope()) throws -> Template {
    var mistakes: [Mistake] = []
    let template = Template.compile(text, locate: place, scope: scope, mistakes: &mistakes)
    #expect(mistakes.isEmpty, "\(text): \(mistakes.map(\.message))")
    return try #require(template)
  }

  /// The value as JSON.
  static func json(
    _ text: String, request: PlanRequest = PlanRequest(),
    clock: ClockReading = ClockReading(wall: 0, monotonic: 0),
    elapsed: UInt64 = 0
  ) throws -> String {
    let scope = Scope()
    let expression = try expression(text, scope: scope)
    var evaluation = Evaluation(layout: scope.layout, request: request, clock: clock)
    evaluation.elapsed = elapsed
    var copy = evaluation
    var buffer: [UInt8] = []
    try expression.append(.json, to: &buffer, &evaluation)
    var whole: [UInt8] = []
    try expression.evaluate(&copy).appendJSON(to: &whole)
    #expect(buffer == whole, "appending \(text) gives what evaluating it gives")
    return String(decoding: buffer, as: UTF8.self)
  }

  static func mistakes(_ text: String, scope: Scope = Scope()) -> [String] {
    var mistakes: [Mistake] = []
    _ = Expression.compile(text, locate: place, scope: scope, mistakes: &mistakes)
    return mistakes.map { "\($0.location.column): \($0.message)" }
  }

  static func templateMistakes(_ text: String, scope: Scope = Scope()) -> [String] {
    var mistakes: [Mistake] = []
    _ = Template.compile(text, locate: place, scope: scope, mistakes: &mistakes)
    return mistakes.map { "\($0.location.column): \($0.message)" }
  }
}
