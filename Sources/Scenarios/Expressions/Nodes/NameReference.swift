/// A built-in name.
final class NameReference: Node {
  let name: BuiltInName
  let depth = 1

  init(_ name: BuiltInName) { self.name = name }

  var effects: Effects { name.effects }
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
