/// A part of a compiled expression.
protocol Node: AnyObject, Sendable {
  /// How many nodes are on the longest way down from this one; bounded, so that evaluating cannot exhaust the stack.
  var depth: Int { get }
  var effects: Effects { get }
  /// What it names, if that is all it does.
  var direct: DirectValue? { get }
  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value
  /// Evaluates and writes the value at once; what can do so without a `Value` in between does.
  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError)
}

extension Node {
  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError) {
    try e.write(try evaluate(&e), form, to: &buffer)
  }

  var direct: DirectValue? { nil }

  var constant: Value? { (self as? Literal)?.value }
}

/// What the value of an expression depends on, or changes, beside its own text.
struct Effects: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  /// Takes seeded random numbers: it must be evaluated in its turn, even where its value is not needed.
  static let random = Effects(rawValue: 1)
  /// Remembers something between evaluations, as `walk` does: must be evaluated in its turn too.
  static let state = Effects(rawValue: 2)
  /// Reads the wall clock or the monotonic clock.
  static let clock = Effects(rawValue: 4)
  /// Reads plan time, the counter, a variable or the seed.
  static let place = Effects(rawValue: 8)
  /// Reads the request, more of it than its seed.
  static let request = Effects(rawValue: 16)

  /// Whether leaving the evaluation out would change later ones.
  var mustBeEvaluated: Bool { !isDisjoint(with: [.random, .state]) }
}

/// Stands where a mistake was found, so that the rest of the expression is looked at too. Never evaluated.
final class Unknown: Node {
  let depth = 1
  let effects: Effects = .place

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value { .null }
}
