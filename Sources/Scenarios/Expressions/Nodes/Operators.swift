/// `!a`, `-a`, `+a`.
final class Unary: Node {
  enum Operation: Sendable { case not, negate, number }

  private let operation: Operation
  private let operand: any Node
  let extent: Extent

  init(_ operation: Operation, _ operand: any Node) {
    self.operation = operation
    self.operand = operand
    extent = Extent(of: [operand])
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(1)
    let value = try operand.evaluate(&e)
    switch operation {
    case .not: return .bool(!value.isTrue)
    case .number: return try e.number(value)
    case .negate:
      switch try e.number(value) {
      case .int(let whole):
        let (negated, overflow) = (0).subtractingReportingOverflow(whole)
        return overflow ? .double(-Double(whole)) : .int(negated)
      case let other: return .double(-other.double)
      }
    }
  }
}

/// `a + b`, `a == b`, `a && b`.
final class Binary: Node {
  enum Operation: Sendable {
    case arithmetic(Arithmetic)
    case comparison(Comparison)
    case logic(Logic)
  }

  private let operation: Operation
  private let left: any Node
  private let right: any Node
  let extent: Extent

  init(_ operation: Operation, _ left: any Node, _ right: any Node) {
    self.operation = operation
    self.left = left
    self.right = right
    extent = Extent(of: [left, right])
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(1)
    let a = try left.evaluate(&e)
    if case .logic(let logic) = operation, logic.isDecided(by: a) { return a }
    let b = try right.evaluate(&e)
    switch operation {
    case .arithmetic(let arithmetic): return try arithmetic.apply(a, b, &e)
    case .comparison(let comparison): return .bool(try comparison.isTrue(a, b, &e))
    case .logic: return b
    }
  }
}

/// `==`, `!=`, `<`, `<=`, `>`, `>=`. `===` means the same as `==`, and `!==` the same as `!=`.
enum Comparison: Sendable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual

  func isTrue(_ a: Value, _ b: Value, _ e: inout Evaluation) throws(EvaluationError) -> Bool {
    switch self {
    case .equal: return try Value.equal(a, b, &e)
    case .notEqual: return try !Value.equal(a, b, &e)
    default: break
    }
    let order = try Value.order(a, b, &e)
    return switch self {
    case .less: order == .less
    case .lessOrEqual: order == .less || order == .same
    case .greater: order == .greater
    default: order == .greater || order == .same
    }
  }
}

/// `a && b`, `a || b`, `a ?? b`. The right side is evaluated only if the left side does not decide the result.
enum Logic: Sendable {
  case and, or, orIfNull

  /// Whether the value of the left side is the result.
  func isDecided(by left: Value) -> Bool {
    switch self {
    case .and: !left.isTrue
    case .or: left.isTrue
    case .orIfNull: !left.isNull
    }
  }
}

/// `condition ? a : b`
final class Conditional: Node {
  private let condition: any Node
  private let then: any Node
  private let otherwise: any Node
  let extent: Extent

  init(_ condition: any Node, then: any Node, otherwise: any Node) {
    self.condition = condition
    self.then = then
    self.otherwise = otherwise
    extent = Extent(of: [condition, then, otherwise])
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(1)
    return try condition.evaluate(&e).isTrue ? try then.evaluate(&e) : try otherwise.evaluate(&e)
  }

  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError) {
    try e.charge(1)
    if try condition.evaluate(&e).isTrue {
      try then.append(form, to: &buffer, &e)
    } else {
      try otherwise.append(form, to: &buffer, &e)
    }
  }
}
