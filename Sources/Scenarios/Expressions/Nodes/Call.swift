/// A call of a library function.
final class Call: Node {
  private let implementation: LibraryEntry.Implementation
  private let arguments: [any Node]
  /// The place of this call's state in `Evaluation.states`.
  private let state: Int
  let depth: Int
  let effects: Effects

  init(_ entry: LibraryEntry, _ arguments: [any Node], state: Int) {
    implementation = entry.implementation
    self.arguments = arguments
    self.state = state
    depth = 1 + (arguments.map(\.depth).max() ?? 0)
    effects = arguments.reduce(into: entry.effects) { $0.formUnion($1.effects) }
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
      return arguments.count == 1 ? try one(try argument(0, &e), &e) : try many(try allArguments(&e), &e)
    case .many(let function): return try function(try allArguments(&e), &e)
    case .stateful(let function): return try function(try allArguments(&e), state, &e)
    case .written(let function):
      let a = try argument(0, &e)
      let b = try argument(1, &e)
      var buffer: [UInt8] = []
      try function(a, b, &e, &buffer)
      return .string(String(decoding: buffer, as: UTF8.self))
    }
  }

  private func allArguments(_ e: inout Evaluation) throws(EvaluationError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(arguments.count)
    for argument in arguments { values.append(try argument.evaluate(&e)) }
    return values
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
