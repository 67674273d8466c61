/// The value of a member of a problem's JSON.
public indirect enum ProblemValue: Sendable {
  case string(String)
  case integer(Int)
  case boolean(Bool)
  case null
  case array([ProblemValue])
  case object([(name: String, value: ProblemValue)])

  func write(to json: inout [UInt8]) {
    switch self {
    case .string(let text): Self.write(text, to: &json)
    case .integer(let number): json.append(contentsOf: String(number).utf8)
    case .boolean(let truth): json.append(contentsOf: (truth ? "true" : "false").utf8)
    case .null: json.append(contentsOf: "null".utf8)
    case .array(let values):
      json.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { json.append(UInt8(ascii: ",")) }
        value.write(to: &json)
      }
      json.append(UInt8(ascii: "]"))
    case .object(let members):
      json.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { json.append(UInt8(ascii: ",")) }
        Self.write(member.name, to: &json)
        json.append(UInt8(ascii: ":"))
        member.value.write(to: &json)
      }
      json.append(UInt8(ascii: "}"))
    }
  }

  /// A JSON string (RFC 8259, 7).
  private static func write(_ text: String, to json: inout [UInt8]) {
    json.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): json.append(contentsOf: "\\\"".utf8)
      case UInt8(ascii: "\\"): json.append(contentsOf: "\\\\".utf8)
      case 0x0A: json.append(contentsOf: "\\n".utf8)
      case 0x0D: json.append(contentsOf: "\\r".utf8)
      case 0x09: json.append(contentsOf: "\\t".utf8)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        json.append(contentsOf: (digits.utf8.count == 1 ? "\\u000" : "\\u00").utf8)
        json.append(contentsOf: digits.utf8)
      default: json.append(byte)
      }
    }
    json.append(UInt8(ascii: "\""))
  }
}
