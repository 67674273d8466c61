/// `a && b`, `a || b`, `a ?? b`: the right side is evaluated only if the left one does not decide the result.
final class Logic: Node {
  enum Operation: Sendable { case and, or, orIfNull }

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
    let value = try left.evaluate(&e)
    let decided =
      switch operation {
      case .and: !value.isTrue
      case .or: value.isTrue
      case .orIfNull: !value.isNull
      }
    return decided ? value : try right.evaluate(&e)
  }
}
