/// `[a, b, c]`
final class ArrayLiteral: Node {
  private let elements: [any Node]
  let depth: Int
  let effects: Effects

  init(_ elements: [any Node]) {
    self.elements = elements
    depth = 1 + (elements.map(\.depth).max() ?? 0)
    effects = elements.reduce(into: []) { $0.formUnion($1.effects) }
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for element in elements {
      let value = try element.evaluate(&e)
      try e.chargeContent(value)
      values.append(value)
    }
    try e.charge(values.count)
    return .array(values)
  }
}
