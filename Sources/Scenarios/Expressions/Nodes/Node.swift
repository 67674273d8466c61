/// A part of a compiled expression.
protocol Node: AnyObject, Sendable {
  /// The number of nodes on the longest path down from this one; bounded, so that evaluation cannot exhaust the stack.
  var depth: Int { get }
  var effects: Effects { get }
  /// The variable or name that it reads, if it does nothing else.
  var direct: DirectValue? { get }
  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value
  /// Evaluates and appends the value, without making a `Value` where the node can avoid it.
  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError)
}

extension Node {
  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError) {
    try e.write(try evaluate(&e), form, to: &buffer)
  }

  var direct: DirectValue? { nil }

  var constant: Value? { (self as? Literal)?.value }
}

/// What an expression reads or changes when it is evaluated.
struct Effects: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  /// Draws seeded random numbers: it must be evaluated in order, even if its value is not needed.
  static let random = Effects(rawValue: 1)
  /// Keeps state between evaluations, as `walk` does: it must be evaluated in order too.
  static let state = Effects(rawValue: 2)
  /// Reads the wall clock or the monotonic clock.
  static let clock = Effects(rawValue: 4)
  /// Reads plan time, the counter, a variable or the seed.
  static let place = Effects(rawValue: 8)
  /// Reads the request, other than its seed.
  static let request = Effects(rawValue: 16)

  /// Whether skipping the evaluation would change later ones.
  var mustBeEvaluated: Bool { !isDisjoint(with: [.random, .state]) }
}

/// Takes the place of a node with a mistake, so that the rest of the expression is checked too. Never evaluated.
final class Unknown: Node {
  let depth = 1
  let effects: Effects = .place

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value { .null }
}
