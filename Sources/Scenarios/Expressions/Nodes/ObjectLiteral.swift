/// `{a: 1, "b c": 2}`
final class ObjectLiteral: Node {
  private let members: [any Node]
  /// The place among `names` of each member: of a name that comes twice the last value counts.
  private let places: [Int]
  private let names: [String]
  let depth: Int
  let effects: Effects

  init(_ members: [(name: String, value: any Node)]) {
    var places: [Int] = []
    var names: [String] = []
    for (name, _) in members {
      let known = names.firstIndex { TextBytes.areEqual($0, name) }
      places.append(known ?? names.count)
      if known == nil { names.append(name) }
    }
    self.members = members.map(\.value)
    self.places = places
    self.names = names
    depth = 1 + (members.map(\.value.depth).max() ?? 0)
    effects = members.reduce(into: []) { $0.formUnion($1.value.effects) }
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(elements: 2 * members.count)
    var values = [Value](repeating: .null, count: names.count)
    for (place, node) in zip(places, members) { values[place] = try node.evaluate(&e) }
    return try e.checked(.object(Value.Members(names: names, values: values)))
  }
}
