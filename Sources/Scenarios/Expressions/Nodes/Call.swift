/// A call of a library function.
final class Call: Node {
  private let implementation: LibraryEntry.Implementation
  private let arguments: [any Node]
  /// The place of this call's state in `Evaluation.states`.
  private let state: Int
  let extent: Extent

  init(_ entry: LibraryEntry, _ arguments: [any Node], state: Int) {
    implementation = entry.implementation
    self.arguments = arguments
    self.state = state
    extent = Extent(of: arguments, own: entry.effects)
  }

  private func argument(_ index: Int, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    index < arguments.count ? try arguments[index].evaluate(&e) : .null
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(1)
    switch implementation {
    case .none(let function): return try function(&e)
    case .one(let function): return try function(try argument(0, &e), &e)
    case .two(let function):
      let a = try argument(0, &e)
      return try function(a, try argument(1, &e), &e)
    case .three(let function):
      let a = try argument(0, &e)
      let b = try argument(1, &e)
      return try function(a, b, try argument(2, &e), &e)
    case .oneOrMany(let one, let many):
      return arguments.count == 1
        ? try one(try argument(0, &e), &e) : try many(try arguments.evaluate(&e), &e)
    case .many(let function): return try function(try arguments.evaluate(&e), &e)
    case .stateful(let function): return try function(try arguments.evaluate(&e), state, &e)
    case .written(let function):
      let a = try argument(0, &e)
      let b = try argument(1, &e)
      var buffer: [UInt8] = []
      try function(a, b, &e, &buffer)
      return .string(String(decoding: buffer, as: UTF8.self))
    }
  }

  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError) {
    guard case .written(let function) = implementation else {
      return try e.write(try evaluate(&e), form, to: &buffer)
    }
    try e.charge(1)
    let a = try argument(0, &e)
    let b = try argument(1, &e)
    if form == .json { buffer.append(UInt8(ascii: "\"")) }
    try function(a, b, &e, &buffer)
    if form == .json { buffer.append(UInt8(ascii: "\"")) }
  }
}
