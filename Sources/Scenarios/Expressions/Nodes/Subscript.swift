/// `a[index]`: an element of an array, a member of an object, or a character of a text; null if it does not exist.
final class Subscript: Node {
  private let object: any Node
  private let index: any Node
  let extent: Extent

  init(of object: any Node, at index: any Node) {
    self.object = object
    self.index = index
    extent = Extent(of: [object, index])
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(1)
    let value = try object.evaluate(&e)
    let key = try index.evaluate(&e)
    if case .object = value { return try Member.member(of: value, named: try e.text(of: key), &e) }
    let number = try e.number(key)
    if case .string(let name) = key, case .double = number {
      return try Member.member(of: value, named: name, &e)
    }
    guard let place = Self.place(number) else { return .null }
    switch value {
    case .array(let elements): return place < elements.count ? elements[place] : .null
    case .string(let text):
      guard place < text.utf8.count else { return .null }
      try e.charge(bytes: min(4 * place, text.utf8.count))
      let character = TextBytes.part(text, from: place, to: place + 1)
      return character.isEmpty ? .null : .string(character)
    default: return .null
    }
  }

  private static func place(_ number: Value) -> Int? {
    switch number {
    case .int(let place): return place >= 0 ? place : nil
    case .double(let place): return place >= 0 ? Int(exactly: place) : nil
    default: return nil
    }
  }
}
