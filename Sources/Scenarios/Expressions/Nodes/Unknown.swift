/// Stands where a mistake was found, so that the rest of the expression is looked at too. Never evaluated.
final class Unknown: Node {
  let depth = 1
  let effects: Effects = .place

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value { .null }
}
