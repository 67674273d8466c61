/// A JSON value, to write or read. The members of an object keep their order.
///
///     let body: JSONValue = ["status": "ok", "streams": .int(3)]
///
/// <https://www.rfc-editor.org/rfc/rfc8259>
package enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  package struct Member: Hashable, Sendable {
    package var name: String
    package var value: JSONValue

    package init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }

    /// Appends `"name":value`.
    package func append(to buffer: inout [UInt8]) {
      JSONString.appendQuoted(name, to: &buffer)
      buffer.append(UInt8(ascii: ":"))
      value.append(to: &buffer)
    }
  }

  /// The JSON text in UTF-8, without white space.
  package var bytes: [UInt8] {
    var buffer: [UInt8] = []
    append(to: &buffer)
    return buffer
  }

  package func append(to buffer: inout [UInt8]) {
    switch self {
    case .null: buffer += "null".utf8
    case .bool(let value): buffer += (value ? "true" : "false").utf8
    case .int(let value): buffer += String(value).utf8
    // JSON has no infinities and no NaN. The API has always written 2.0 for a whole double; a scenario's JSON writes 2, as JavaScript does.
    case .double(let value): buffer += (value.isFinite ? String(value) : "null").utf8
    case .string(let value): JSONString.appendQuoted(value, to: &buffer)
    case .array(let values):
      buffer.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { buffer.append(UInt8(ascii: ",")) }
        value.append(to: &buffer)
      }
      buffer.append(UInt8(ascii: "]"))
    case .object(let members):
      buffer.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { buffer.append(UInt8(ascii: ",")) }
        member.append(to: &buffer)
      }
      buffer.append(UInt8(ascii: "}"))
    }
  }
}

extension JSONValue {
  private static let depthLimit = 64

  /// - Parameter bytes: a JSON text, nested at most 64 deep. A number that is not an `Int` becomes the nearest `Double`.
  /// - Throws: ``JSONMistake`` where it is nested deeper or is not JSON.
  package init(reading bytes: [UInt8]) throws(JSONMistake) {
    var reader = JSONReader(bytes)
    self = try Self.value(try reader.next(), depth: 1, &reader)
    _ = try reader.next()
  }

  /// The value of a member, the last one if the name occurs twice; nil if there is none, or this is not an object.
  package subscript(name: String) -> JSONValue? {
    if case .object(let members) = self { members.last { $0.name == name }?.value } else { nil }
  }

  package var text: String? { if case .string(let text) = self { text } else { nil } }

  /// Returns an object with the members of this one, and then those of `other`; this value if one of the two is not an object.
  package func adding(_ other: JSONValue) -> JSONValue {
    guard case .object(let own) = self, case .object(let more) = other else { return self }
    return .object(own + more)
  }

  private static func value(_ token: JSONReader.Token, depth: Int, _ reader: inout JSONReader)
    throws(JSONMistake)
    -> JSONValue
  {
    guard depth <= depthLimit else {
      throw JSONMistake("values may be nested at most \(depthLimit) deep", at: reader.offset)
    }
    switch token {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .number(let text): return Int(text).map(JSONValue.int) ?? .double(Double(text) ?? .nan)
    case .string(let text):
      try refuseHalfPairs(reader)
      return .string(text)
    case .array:
      var elements: [JSONValue] = []
      while true {
        let token = try reader.next()
        if case .end = token { return .array(elements) }
        elements.append(try value(token, depth: depth + 1, &reader))
      }
    case .object:
      var members: [Member] = []
      while case .name(let name) = try reader.next() {
        try refuseHalfPairs(reader)
        members.append(Member(name: name, value: try value(try reader.next(), depth: depth + 1, &reader)))
      }
      return .object(members)
    case .name, .end: throw JSONMistake("a value is expected", at: reader.offset)
    }
  }

  private static func refuseHalfPairs(_ reader: JSONReader) throws(JSONMistake) {
    guard let offset = reader.loneSurrogates.first else { return }
    throw JSONMistake(
      "this escape is one half of a surrogate pair, and the other half does not follow", at: offset)
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .int(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member(name: $0.0, value: $0.1) })
  }
  package init(nilLiteral: ()) { self = .null }

  /// The text as a string; null for nil.
  package init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }

  /// Seconds, rounded down to the millisecond.
  package static func seconds(_ nanoseconds: UInt64) -> JSONValue {
    .double(Double(nanoseconds / 1_000_000) / 1_000)
  }
}
