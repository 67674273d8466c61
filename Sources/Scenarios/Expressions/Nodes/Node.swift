/// A part of a compiled expression.
protocol Node: AnyObject, Sendable {
  var extent: Extent { get }
  /// The variable or name that the node reads; nil if it does anything else.
  var direct: DirectValue? { get }
  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value
  /// Evaluates and appends the value. A node may do so without making a `Value`.
  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError)
}

extension Node {
  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError) {
    try e.write(try evaluate(&e), form, to: &buffer)
  }

  var direct: DirectValue? { nil }

  var constant: Value? { (self as? Literal)?.value }
}

extension [any Node] {
  /// Evaluates the nodes in order.
  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(count)
    for node in self { values.append(try node.evaluate(&e)) }
    return values
  }
}

/// The properties of a node together with all nodes below it.
struct Extent: Sendable {
  /// The number of nodes on the longest path down, including this one. It is limited so that evaluation cannot exhaust the stack.
  let depth: Int
  let effects: Effects
  /// Whether every direct part of the node is a literal.
  let hasOnlyLiterals: Bool

  /// - Parameter own: the effects of the node itself.
  init(of parts: [any Node] = [], own: Effects = []) {
    depth = 1 + parts.reduce(0) { max($0, $1.extent.depth) }
    effects = parts.reduce(into: own) { $0.formUnion($1.extent.effects) }
    hasOnlyLiterals = parts.allSatisfy { $0 is Literal }
  }
}

/// The things that an expression reads or changes when it is evaluated.
struct Effects: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  /// Draws seeded random numbers, so it must be evaluated in order, even if its value is not needed.
  static let random = Effects(rawValue: 1)
  /// Keeps state between evaluations, as `walk` does, so it must also be evaluated in order.
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

/// Replaces a node that has a mistake, so that the rest of the expression can still be checked. It is never evaluated.
final class Unknown: Node {
  let extent = Extent(own: .place)

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value { .null }
}
