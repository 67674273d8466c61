/// A built-in name.
final class NameReference: Node {
  let name: BuiltInName
  let extent: Extent

  init(_ name: BuiltInName) {
    self.name = name
    extent = Extent(own: name.effects)
  }

  var direct: DirectValue? { name.direct }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(1)
    return try name.value(&e)
  }

  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError) {
    try e.charge(1)
    switch name {
    case .counter: NumberText.append(e.counter, to: &buffer)
    case .now:
      if form == .json { buffer.append(UInt8(ascii: "\"")) }
      e.appendNow(to: &buffer)
      if form == .json { buffer.append(UInt8(ascii: "\"")) }
    default:
      try e.write(try name.value(&e), form, to: &buffer)
    }
  }
}

/// A variable or loop variable.
final class Slot: Node {
  private let index: Int
  let extent = Extent(own: .place)

  init(_ index: Int) { self.index = index }

  var direct: DirectValue? { .slot(index) }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(1)
    return e.slot(index)
  }
}

/// One more than the whole number in a slot: `number`, which is read from the slot of `index`.
final class SlotPlusOne: Node {
  private let index: Int
  let extent = Extent(own: .place)

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

/// A path parameter, query parameter or header field whose name is known at load.
final class RequestMember: Node {
  private let lookup: Scope.Lookup
  private let place: Int
  let extent = Extent(own: .request)

  init(_ lookup: Scope.Lookup, place: Int) {
    self.lookup = lookup
    self.place = place
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(1)
    return try e.lookup(lookup, at: place)
  }
}
