/// A value known at load.
final class Literal: Node {
  let value: Value
  private let text: [UInt8]
  private let json: [UInt8]
  private let jsonText: [UInt8]
  let extent = Extent()

  init(_ value: Value) {
    self.value = value
    var (text, json, jsonText): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
    _ = value.append(.text, to: &text, end: EvaluationError.outputLimit)
    _ = value.append(.json, to: &json, end: EvaluationError.outputLimit)
    _ = value.append(.jsonText, to: &jsonText, end: EvaluationError.outputLimit)
    self.text = text
    self.json = json
    self.jsonText = jsonText
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(1)
    return value
  }

  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError) {
    let bytes =
      switch form {
      case .text: text
      case .json: json
      case .jsonText: jsonText
      }
    try e.charge(text: bytes.count)
    buffer.append(contentsOf: bytes)
  }
}

/// `[a, b, c]`
final class ArrayLiteral: Node {
  private let elements: [any Node]
  let extent: Extent

  init(_ elements: [any Node]) {
    self.elements = elements
    extent = Extent(of: elements)
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(elements: elements.count)
    return try e.checked(.array(try elements.evaluate(&e)))
  }
}

/// `{a: 1, "b c": 2}`
final class ObjectLiteral: Node {
  private let members: [any Node]
  /// For each member, the index of its name in `names`. If a name is written twice, the last value counts.
  private let places: [Int]
  private let names: [String]
  let extent: Extent

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
    extent = Extent(of: self.members)
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(elements: 2 * members.count)
    var values = [Value](repeating: .null, count: names.count)
    for (place, node) in zip(places, members) { values[place] = try node.evaluate(&e) }
    return try e.checked(.object(Value.Members(names: names, values: values)))
  }
}
