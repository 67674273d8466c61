/// `a.name`: a member of an object, or the `length` of a text or an array; null if there is no such member.
final class Member: Node {
  private let object: any Node
  private let name: String
  let extent: Extent

  init(of object: any Node, named name: String) {
    self.object = object
    self.name = name
    extent = Extent(of: [object])
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try Self.member(of: try object.evaluate(&e), named: name, &e)
  }

  static func member(
    of value: Value, named name: String, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    switch value {
    case .object(let members):
      try e.charge(lookupOf: name, in: members)
      return members[name] ?? .null
    case .array(let elements):
      try e.charge(1)
      return name == "length" ? .int(elements.count) : .null
    case .string(let text):
      guard name == "length" else {
        try e.charge(1)
        return .null
      }
      try e.charge(bytes: text.utf8.count)
      return .int(TextBytes.length(text))
    default:
      try e.charge(1)
      return .null
    }
  }
}
