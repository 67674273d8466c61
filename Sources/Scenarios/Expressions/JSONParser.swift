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
    let isNesting =
      offset < bytes.count
      && (bytes[offset] == UInt8(ascii: "{") || bytes[offset] == UInt8(ascii: "["))
    guard depth <= (isNesting ? limit : limit + 1) else {
      throw JSONMistake("values may be nested at most \(limit) deep", at: offset)
    }
    try charge(2, at: offset)
  }

  mutating func beginName(at offset: Int, depth: Int, after count: Int) throws(JSONMistake) {
    try charge(count < Self.manyNames ? 2 : 8, at: offset)
  }

  mutating func loneSurrogate(at offset: Int) {}

  /// The members of an object, each name once.
  struct Object {
    var names: [String] = []
    var values: [Value] = []
    /// Where a name is, once there are many.
    var places: [[UInt8]: Int] = [:]
  }

  func emptyObject() -> Object { Object() }

  mutating func add(_ value: Value, named name: String, at offset: Int, to object: inout Object) {
    if let place = Self.place(of: name, in: &object), place < object.values.count {
      object.values[place] = value
    } else {
      object.names.append(name)
      object.values.append(value)
    }
  }

  mutating func make(_ content: JSONContent<Value, Object>, at offset: Int) throws(JSONMistake) -> Value {
    switch content {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .number(let text):
      try charge(text.utf8.count >> 3, at: offset)
      return Value(jsonNumber: text)
    case .string(let text): return .string(text)
    case .array(let elements): return .array(elements)
    case .object(let object): return .object(Value.Members(names: object.names, values: object.values))
    }
  }

  /// Where a name is that has come before, by its bytes, because `String` takes some names that differ for the same.
  private static func place(of name: String, in object: inout Object) -> Int? {
    guard object.names.count >= manyNames else {
      return object.names.firstIndex { TextBytes.areEqual($0, name) }
    }
    if object.places.isEmpty {
      for (place, name) in object.names.enumerated() { object.places[Array(name.utf8)] = place }
    }
    let key = Array(name.utf8)
    if let place = object.places[key] { return place }
    object.places[key] = object.names.count
    return nil
  }
}
