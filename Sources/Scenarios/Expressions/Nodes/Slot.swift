/// A variable or loop variable.
final class Slot: Node {
  private let index: Int
  let depth = 1
  let effects: Effects = .place

  init(_ index: Int) { self.index = index }

  var direct: DirectValue? { .slot(index) }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value { e.slot(index) }

  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError) {
    guard index < e.slots.count else { return buffer.append(contentsOf: "null".utf8) }
    guard e.slots[index].append(form, to: &buffer, end: buffer.count + EvaluationError.outputLimit) else {
      throw .tooMuchOutput
    }
  }
}
