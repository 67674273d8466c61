/// A JSON text in the making; members keep the order they are given in.
///
///     let body: JSONValue = ["status": "ok", "streams": .int(3)]
///
/// <https://www.rfc-editor.org/rfc/rfc8259>
enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  struct Member: Hashable, Sendable {
    var name: String
    var value: JSONValue
  }

  /// The text in UTF-8, without spaces.
  var bytes: [UInt8] {
    var buffer: [UInt8] = []
    append(to: &buffer)
    return buffer
  }

  func append(to buffer: inout [UInt8]) {
    switch self {
    case .null: buffer += "null".utf8
    case .bool(let value): buffer += (value ? "true" : "false").utf8
    case .int(let value): buffer += String(value).utf8
    // JSON has no infinities and no NaN.
    case .double(let value): buffer += (value.isFinite ? String(value) : "null").utf8
    case .string(let value): Self.append(value, to: &buffer)
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
        Self.append(member.name, to: &buffer)
        buffer.append(UInt8(ascii: ":"))
        member.value.append(to: &buffer)
      }
      buffer.append(UInt8(ascii: "}"))
    }
  }

  private static func append(_ text: String, to buffer: inout [UInt8]) {
    buffer.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): buffer += "\\\"".utf8
      case UInt8(ascii: "\\"): buffer += "\\\\".utf8
      case 0x0A: buffer += "\\n".utf8
      case 0x0D: buffer += "\\r".utf8
      case 0x09: buffer += "\\t".utf8
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        buffer += (byte < 0x10 ? "\\u000" : "\\u00").utf8
        buffer += digits.utf8
      default: buffer.append(byte)
      }
    }
    buffer.append(UInt8(ascii: "\""))
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  init(stringLiteral value: String) { self = .string(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(integerLiteral value: Int) { self = .int(value) }
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member(name: $0.0, value: $0.1) })
  }
  init(nilLiteral: ()) { self = .null }

  /// The text, or null where there is none.
  init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }
}
