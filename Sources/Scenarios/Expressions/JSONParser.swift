import TextForms

extension Value {
  /// Reads a JSON text, nested at most 64 deep. If an object has a name twice, the last value counts.
  init(json bytes: [UInt8]) throws(JSONMistake) {
    var parser = JSONParser(bytes: bytes, work: .max)
    self = try parser.read()
  }
}

/// Reads one JSON text into a value, within a limit of work.
struct JSONParser {
  /// An object with at least this many names is indexed by a dictionary.
  private static let manyNames = 16

  private let length: Int
  private let escapes: Int
  private var reader: JSONReader
  /// Units of work left. A value costs two units, 64 bytes cost two, and four escapes cost one.
  private var work: Int
  /// Whether reading ended because too little work was left.
  private var isExhausted = false

  init(bytes: [UInt8], work: Int) {
    length = bytes.count
    escapes = TextBytes.count(of: UInt8(ascii: "\\"), in: bytes)
    reader = JSONReader(bytes)
    self.work = work
  }

  /// Returns the value of a text, and the units of work spent on reading it. The value is `.null` if the text is not JSON, and nil if
  /// reading it takes more than `limit` units.
  static func value(of bytes: [UInt8], work limit: Int) -> (value: Value?, work: Int) {
    var parser = JSONParser(bytes: bytes, work: limit)
    let value = (try? parser.read()) ?? .null
    return (parser.isExhausted ? nil : value, limit - parser.work)
  }

  mutating func read() throws(JSONMistake) -> Value {
    try charge(length >> 5 + escapes >> 2)
    let value = try value(try reader.next(), depth: 1)
    _ = try reader.next()
    return value
  }

  private mutating func charge(_ units: Int) throws(JSONMistake) {
    guard units <= work else {
      isExhausted = true
      throw JSONMistake("reading it takes too much work", at: reader.offset)
    }
    work -= units
  }

  private mutating func value(_ token: JSONReader.Token, depth: Int) throws(JSONMistake) -> Value {
    try charge(2)
    switch token {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .number(let text):
      try charge(text.utf8.count >> 3)
      return Value(jsonNumber: text)
    case .string(let text): return .string(text)
    case .array:
      try checkDepth(depth)
      var elements: [Value] = []
      while true {
        let token = try reader.next()
        if case .end = token { return .array(elements) }
        elements.append(try value(token, depth: depth + 1))
      }
    case .object:
      try checkDepth(depth)
      var object = Object()
      while case .name(let name) = try reader.next() {
        try charge(object.names.count < Self.manyNames ? 2 : 8)
        object.add(try value(try reader.next(), depth: depth + 1), named: name)
      }
      return .object(Value.Members(names: object.names, values: object.values))
    case .name, .end: throw JSONMistake("a value is expected", at: reader.offset)
    }
  }

  private func checkDepth(_ depth: Int) throws(JSONMistake) {
    guard depth > EvaluationError.depthLimit else { return }
    throw JSONMistake("values may be nested at most \(EvaluationError.depthLimit) deep", at: reader.offset)
  }

  /// The members of an object, without duplicate names.
  private struct Object {
    var names: [String] = []
    var values: [Value] = []
    /// The index of each name; empty until there are `manyNames` names.
    private var places: [[UInt8]: Int] = [:]

    mutating func add(_ value: Value, named name: String) {
      if let place = place(of: name), place < values.count {
        values[place] = value
      } else {
        names.append(name)
        values.append(value)
      }
    }

    /// Returns the index of an earlier member with this name. Compares bytes, because `String` equates canonically equivalent names.
    private mutating func place(of name: String) -> Int? {
      guard names.count >= JSONParser.manyNames else {
        return names.firstIndex { TextBytes.areEqual($0, name) }
      }
      if places.isEmpty { for (place, name) in names.enumerated() { places[Array(name.utf8)] = place } }
      let key = Array(name.utf8)
      if let place = places[key] { return place }
      places[key] = names.count
      return nil
    }
  }
}
