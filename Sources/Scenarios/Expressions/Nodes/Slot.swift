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

/// One more than the whole number in a slot: `number`, where the slot holds `index`.
final class SlotPlusOne: Node {
  private let index: Int
  let depth = 1
  let effects: Effects = .place

  init(_ index: Int) { self.index = index }

  var direct: DirectValue? { .slotPlusOne(index) }

  private func value(_ e: Evaluation) -> Int {
    guard case .int(let index) = e.slot(index) else { return 1 }
    let (sum, overflow) = index.addingReportingOverflow(1)
    return overflow ? .max : sum
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(1)
    return .int(value(e))
  }

  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError) {
    try e.charge(1)
    NumberText.append(value(e), to: &buffer)
  }
}
