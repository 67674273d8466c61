/// `!a`, `-a`, `+a`.
final class Unary: Node {
  enum Operation: Sendable { case not, negate, number }

  private let operation: Operation
  private let operand: any Node
  let depth: Int

  init(_ operation: Operation, _ operand: any Node) {
    self.operation = operation
    self.operand = operand
    depth = 1 + operand.depth
  }

  var effects: Effects { operand.effects }

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
