/// `{a: 1, "b c": 2}`
final class ObjectLiteral: Node {
  private let members: [(name: String, value: any Node)]
  let depth: Int
  let effects: Effects

  init(_ members: [(name: String, value: any Node)]) {
    self.members = members
    depth = 1 + (members.map(\.value.depth).max() ?? 0)
    effects = members.reduce(into: []) { $0.formUnion($1.value.effects) }
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    var result = Value.Members()
    for (name, node) in members {
      let value = try node.evaluate(&e)
      try e.chargeContent(value)
      try e.charge(1 + result.count >> 6)
      result[name] = value
    }
    return .object(result)
  }
}
