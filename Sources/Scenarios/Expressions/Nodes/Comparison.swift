/// `==`, `!=`, `<`, `<=`, `>`, `>=`. `===` and `!==` are the same as `==` and `!=`.
final class Comparison: Node {
  enum Operation: Sendable { case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual }

  private let operation: Operation
  private let left: any Node
  private let right: any Node
  let depth: Int
  let effects: Effects

  init(_ operation: Operation, _ left: any Node, _ right: any Node) {
    self.operation = operation
    self.left = left
    self.right = right
    depth = 1 + max(left.depth, right.depth)
    effects = left.effects.union(right.effects)
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(1)
    let a = try left.evaluate(&e)
    let b = try right.evaluate(&e)
    switch operation {
    case .equal: return .bool(try Value.equal(a, b, &e))
    case .notEqual: return .bool(try !Value.equal(a, b, &e))
    default: break
    }
    let order = try Value.order(a, b, &e)
    return switch operation {
    case .less: .bool(order == .less)
    case .lessOrEqual: .bool(order == .less || order == .same)
    case .greater: .bool(order == .greater)
    default: .bool(order == .greater || order == .same)
    }
  }
}
