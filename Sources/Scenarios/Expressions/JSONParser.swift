import TextForms

extension Value {
  /// The value of a JSON text. Nesting is bounded; of a name that comes twice the last value counts.
  init(json bytes: [UInt8]) throws(JSONMistake) {
    var parser = JSONParser(bytes: bytes, work: .max)
    self = try parser.read()
  }
}

/// Reads one JSON text into a value, with no more work than it is given.
struct JSONParser: JSONMaker {
  /// From so many names on, an object's names are kept in a dictionary.
  private static let manyNames = 16

  let bytes: [UInt8]
  /// Units of work that are left: a value is two, and so are 64 bytes.
  private(set) var work: Int
  /// Whether it has ended for want of work.
  private(set) var isExhausted = false

  init(bytes: [UInt8], work: Int) {
    self.bytes = bytes
    self.work = work
  }

  /// The value; nil if the text is not JSON, or takes more work.
  mutating func document() -> Value? { try? read() }

  mutating func read() throws(JSONMistake) -> Value {
    try charge(bytes.count >> 5, at: 0)
    var reader = JSONReader(bytes)
    return try reader.read(&self)
  }

  private mutating func charge(_ units: Int, at offset: Int) throws(JSONMistake) {
    guard units <= work else {
      isExhausted = true
      throw JSONMistake("reading it takes too much work", at: offset)
    }
    work -= units
  }

  // MARK: What it is told

  mutating func begin(at offset: Int, depth: Int) throws(JSONMistake) {
    let limit = EvaluationError.depthLimit
    let isNesting = offset < bytes.count && "[{".utf8.contains(bytes[offset])
    guard depth <= (isNesting ? limit : limit + 1) else {
      throw JSONMistake("values may be nested at most \(limit) deep", at: offset)
    }
    try charge(2, at: offset)
  }

  mutating func beginName(at offset: Int, depth: Int, after count: Int) throws(JSONMistake) {
    try charge(count < Self.manyNames ? 2 : 8, at: offset)
  }

  mutating func loneSurrogate(at offset: Int) {}

  mutating func make(_ content: JSONContent<Value>, at offset: Int) throws(JSONMistake) -> Value {
    switch content {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .number(let text):
      try charge(text.utf8.count >> 3, at: offset)
      return Value(jsonNumber: text)
    case .string(let text): return .string(text)
    case .array(let elements): return .array(elements)
    case .object(let members): return .object(Self.members(members))
    }
  }

  private static func members(_ members: [JSONContent<Value>.Member]) -> Value.Members {
    var names: [String] = []
    var values: [Value] = []
    names.reserveCapacity(members.count)
    values.reserveCapacity(members.count)
    var places: [[UInt8]: Int] = [:]
    for member in members {
      if let place = place(of: member.name, in: names, &places), place < values.count {
        values[place] = member.value
      } else {
        names.append(member.name)
        values.append(member.value)
      }
    }
    return Value.Members(names: names, values: values)
  }

  /// Where a name is that has come before, by its bytes, because `String` takes some names that differ for the same.
  private static func place(of name: String, in names: [String], _ places: inout [[UInt8]: Int]) -> Int? {
    guard names.count >= manyNames else { return names.firstIndex { TextBytes.areEqual($0, name) } }
    if places.isEmpty { for (place, name) in names.enumerated() { places[Array(name.utf8)] = place } }
    let key = Array(name.utf8)
    if let place = places[key] { return place }
    places[key] = names.count
    return nil
  }
}
