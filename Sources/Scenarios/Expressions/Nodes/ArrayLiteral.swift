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
    try e.charge(elements: elements.count)
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for element in elements { values.append(try element.evaluate(&e)) }
    return try e.checked(.array(values))
  }
}
