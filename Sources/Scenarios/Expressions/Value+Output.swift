import TextForms

extension Value {
  /// Appends the value as text. Strings are appended unchanged, arrays and objects as JSON.
  package func appendText(to buffer: inout [UInt8]) { append(.text, to: &buffer) }

  /// Appends the value as compact JSON. NaN and infinities, which JSON cannot express, become `null`.
  /// <https://www.rfc-editor.org/rfc/rfc8259>
  package func appendJSON(to buffer: inout [UInt8]) { append(.json, to: &buffer) }

  /// The value as text. An array or object is cut off after the part that exceeds 64 KiB.
  package var text: String {
    if case .string(let text) = self { return text }
    var buffer: [UInt8] = []
    _ = append(.text, to: &buffer, end: EvaluationError.outputLimit)
    return String(decoding: buffer, as: UTF8.self)
  }

  func append(_ form: OutputForm, to buffer: inout [UInt8]) { _ = append(form, to: &buffer, end: .max) }

  /// Appends the value; stops and returns false once the buffer has more than `end` bytes.
  func append(_ form: OutputForm, to buffer: inout [UInt8], end: Int) -> Bool {
    switch self {
    case .null: buffer.append(contentsOf: "null".utf8)
    case .bool(let value): buffer.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): NumberText.append(value, to: &buffer)
    case .double(let value):
      if form == .json, !value.isFinite {
        buffer.append(contentsOf: "null".utf8)
      } else {
        NumberText.append(value, to: &buffer)
      }
    case .written(let number): buffer.append(contentsOf: number.text.utf8)
    case .string(let value):
      switch form {
      case .text: buffer.append(contentsOf: value.utf8)
      case .json: JSONString.appendQuoted(value, to: &buffer)
      case .jsonText: JSONString.appendEscaped(value, to: &buffer)
      }
    case .array, .object:
      guard form == .jsonText else { return appendContainer(to: &buffer, end: end) }
      var json: [UInt8] = []
      guard appendContainer(to: &json, end: end == .max ? .max : Swift.max(0, end - buffer.count)) else {
        return false
      }
      JSONString.appendEscaped(bytes: json, to: &buffer)
    }
    return buffer.count <= end
  }

  private func appendContainer(to buffer: inout [UInt8], end: Int) -> Bool {
    switch self {
    case .array(let elements):
      var mark = UInt8(ascii: "[")
      for element in elements {
        buffer.append(mark)
        mark = UInt8(ascii: ",")
        guard element.append(.json, to: &buffer, end: end) else { return false }
      }
      if elements.isEmpty { buffer.append(mark) }
      buffer.append(UInt8(ascii: "]"))
    case .object(let members):
      var mark = UInt8(ascii: "{")
      for (name, value) in zip(members.names, members.values) {
        buffer.append(mark)
        mark = UInt8(ascii: ",")
        JSONString.appendQuoted(name, to: &buffer)
        buffer.append(UInt8(ascii: ":"))
        guard value.append(.json, to: &buffer, end: end) else { return false }
      }
      if members.names.isEmpty { buffer.append(mark) }
      buffer.append(UInt8(ascii: "}"))
    default: return append(.json, to: &buffer, end: end)
    }
    return buffer.count <= end
  }
}
