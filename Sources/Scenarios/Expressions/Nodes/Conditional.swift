/// `condition ? a : b`
final class Conditional: Node {
  private let condition: any Node
  private let then: any Node
  private let otherwise: any Node
  let depth: Int
  let effects: Effects

  init(_ condition: any Node, then: any Node, otherwise: any Node) {
    self.condition = condition
    self.then = then
    self.otherwise = otherwise
    depth = 1 + max(condition.depth, then.depth, otherwise.depth)
    effects = condition.effects.union(then.effects).union(otherwise.effects)
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
