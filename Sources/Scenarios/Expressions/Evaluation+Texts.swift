import TextForms

/// Converts values to texts and numbers, and charges for the bytes that are read and written.
extension Evaluation {
  /// Returns the value as text; throws `tooMuchOutput` if a value other than text becomes more than 64 KiB.
  mutating func text(of value: Value) throws(EvaluationError) -> String {
    if case .string(let text) = value { return text }
    var buffer: [UInt8] = []
    try write(value, .text, to: &buffer)
    return String(decoding: buffer, as: UTF8.self)
  }

  /// Appends a value; throws `tooMuchOutput` if it takes more than 64 KiB.
  mutating func write(_ value: Value, _ form: OutputForm, to buffer: inout [UInt8]) throws(EvaluationError) {
    try write(value, form, to: &buffer, end: buffer.count + EvaluationError.outputLimit)
  }

  private mutating func write(
    _ value: Value, _ form: OutputForm, to buffer: inout [UInt8], end: Int
  ) throws(EvaluationError) {
    let start = buffer.count
    switch value {
    case .null, .bool, .int: try charge(1)
    case .double: try charge(4)
    case .written(let number):
      guard number.text.utf8.count <= end - start else { throw .tooMuchOutput }
      try charge(bytes: number.text.utf8.count)
    case .string(let text):
      guard text.utf8.count <= end - start else { throw .tooMuchOutput }
      try charge(bytes: text.utf8.count)
    case .array(let elements):
      if form == .jsonText { return try writeEscaped(value, to: &buffer, end: end) }
      return try write(elements.values, names: nil, to: &buffer, end: end)
    case .object(let members):
      if form == .jsonText { return try writeEscaped(value, to: &buffer, end: end) }
      return try write(members.values, names: members.names, to: &buffer, end: end)
    }
    value.append(form, to: &buffer)
    guard buffer.count <= end else { throw .tooMuchOutput }
    // For the bytes that escaping has added.
    if case .string(let text) = value { try charge((buffer.count - start - text.utf8.count) >> 1) }
  }

  private mutating func writeEscaped(
    _ value: Value, to buffer: inout [UInt8], end: Int
  ) throws(EvaluationError) {
    var json: [UInt8] = []
    try write(value, .json, to: &json, end: end - buffer.count)
    try charge(bytes: json.count)
    let start = buffer.count
    JSONString.appendEscaped(bytes: json, to: &buffer)
    guard buffer.count <= end else { throw .tooMuchOutput }
    try charge((buffer.count - start - json.count) >> 1)
  }

  /// Appends an object with these names, or an array if `names` is nil.
  private mutating func write(
    _ values: [Value], names: [String]?, to buffer: inout [UInt8], end: Int
  ) throws(EvaluationError) {
    buffer.append(names == nil ? UInt8(ascii: "[") : UInt8(ascii: "{"))
    for (index, value) in values.enumerated() {
      if index > 0 { buffer.append(UInt8(ascii: ",")) }
      if let names {
        try write(.string(names[index]), .json, to: &buffer, end: end)
        buffer.append(UInt8(ascii: ":"))
      }
      try write(value, .json, to: &buffer, end: end)
    }
    buffer.append(names == nil ? UInt8(ascii: "]") : UInt8(ascii: "}"))
    guard buffer.count <= end else { throw .tooMuchOutput }
  }

  /// Returns the bytes as text, with U+FFFD in place of invalid UTF-8. Bytes beyond ASCII cost more, because they must be validated.
  mutating func text(decoding bytes: [UInt8]) throws(EvaluationError) -> Value {
    try charge(text: bytes.count)
    try charge(bytes.reduce(0) { $0 &+ Int($1 >> 7) })
    return .string(String(decoding: bytes, as: UTF8.self))
  }

  /// Returns an array of the texts.
  mutating func pieces(_ pieces: some Sequence<String>) throws(EvaluationError) -> Value {
    var values: [Value] = []
    for piece in pieces {
      try charge(bytes: 64 + piece.utf8.count)
      values.append(.string(piece))
    }
    return try checked(.array(values))
  }

  /// Returns the value of a JSON text, or null if the text is not JSON.
  mutating func parse(json text: String) throws(EvaluationError) -> Value {
    guard text.utf8.count <= EvaluationError.outputLimit else { throw .tooMuchOutput }
    let (value, work) = JSONParser.value(of: Array(text.utf8), work: remaining)
    guard let value else { throw .tooMuchWork }
    try charge(work)
    return try checked(value)
  }

  /// Charges for classifying each character, for example as a letter or white space.
  mutating func chargeClasses(of text: String) throws(EvaluationError) {
    try charge(text: text.utf8.count)
    try charge(text.utf8.count >> 2 + TextBytes.beyondASCII(text))
  }

  /// Charges for converting each character to upper or lower case.
  mutating func chargeCase(of text: String) throws(EvaluationError) {
    try charge(text: text.utf8.count)
    try charge(text.utf8.count >> 4 + 2 * TextBytes.beyondASCII(text))
  }

  // MARK: Numbers

  mutating func number(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .string(let text): try charge(1 + min(text.utf8.count, Value.numberTextLimit) >> 2)
    case .written(let number): try charge(1 + number.text.utf8.count >> 2)
    default: break
    }
    return value.number
  }

  mutating func double(_ value: Value) throws(EvaluationError) -> Double { try number(value).double }

  mutating func whole(_ value: Value) throws(EvaluationError) -> Int { try number(value).whole }

  /// Returns a number as seconds, or the seconds of a duration written as text; nil for any other value.
  mutating func seconds(_ value: Value) throws(EvaluationError) -> Double? {
    if case .string = value { try charge(DurationValue.textLimit >> 1) }
    return DurationValue.seconds(value)
  }
}
