/// A variable or loop variable.
final class Slot: Node {
  private let index: Int
  let depth = 1
  let effects: Effects = .place

  init(_ index: Int) { self.index = index }

  var direct: DirectValue? { .slot(index) }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(1)
    return e.slot(index)
  }

  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError) {
    try e.charge(1)
    try e.write(e.slot(index), form, to: &buffer)
  }
}
