/// What the functions on text do.
enum Texts {
  static func split(
    _ a: Value, _ b: Value, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    let text = try e.text(of: a)
    if b.isNull {
      try e.chargeClasses(of: text)
      return try e.pieces(
        text.unicodeScalars.split(whereSeparator: TextPieces.isSpace).lazy.map { String($0) })
    }
    let separator = try e.text(of: b)
    if separator.isEmpty { return try characters(of: text, &e) }
    let search = try ByteSearch.charged(for: separator, in: text, &e)
    let bytes = Array(text.utf8)
    var parts: [Value] = []
    var start = 0
    while let place = search.first(in: bytes, from: start) {
      try e.charge(bytes: 128 + place - start)
      parts.append(.string(String(decoding: bytes[start..<place], as: UTF8.self)))
      start = place + separator.utf8.count
    }
    try e.charge(bytes: bytes.count - start)
    parts.append(.string(String(decoding: bytes[start...], as: UTF8.self)))
    return try e.checked(.array(parts))
  }

  static func characters(of text: String, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(bytes: text.utf8.count)
    let count = TextBytes.length(text)
    try e.charge(array: count)
    try e.charge(count)
    return .array(text.unicodeScalars.map { .string(String(Character($0))) })
  }

  static func replace(
    _ a: Value, _ b: Value, _ c: Value, most: Int, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    let text = try e.text(of: a)
    let what = try e.text(of: b)
    let replacement = Array(try e.text(of: c).utf8)
    if what.isEmpty { return a }
    let search = try ByteSearch.charged(for: what, in: text, &e)
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var start = 0
    var count = 0
    while count < most, let place = search.first(in: bytes, from: start) {
      let added = place - start + replacement.count
      try e.charge(text: result.count + added, writing: added)
      result += bytes[start..<place]
      result += replacement
      start = place + what.utf8.count
      count += 1
    }
    let rest = bytes.count - start
    try e.charge(text: result.count + rest, writing: result.count + 2 * rest)
    result += bytes[start...]
    return .string(String(decoding: result, as: UTF8.self))
  }

  /// What must be added to a text to give it a length.
  static func fill(
    _ a: Value, _ b: Value, _ c: Value, _ e: inout Evaluation
  ) throws(EvaluationError) -> String {
    let text = try e.text(of: a)
    let fill = c.isNull ? " " : try e.text(of: c)
    try e.charge(bytes: text.utf8.count + fill.utf8.count)
    let (missing, overflow) = try e.whole(b).subtractingReportingOverflow(TextBytes.length(text))
    guard !overflow, missing > 0, !fill.isEmpty else { return "" }
    let (turns, characters) = missing.quotientAndRemainder(dividingBy: TextBytes.length(fill))
    let part = TextBytes.part(fill, from: 0, to: characters)
    let (whole, isTooMuch) = turns.multipliedReportingOverflow(by: fill.utf8.count)
    guard !isTooMuch, whole <= EvaluationError.outputLimit else { throw .tooMuchOutput }
    try e.charge(text: whole + part.utf8.count)
    return String(decoding: TextBytes.repeated(Array(fill.utf8), upTo: whole), as: UTF8.self) + part
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    // - _ . ! ~ * ' ( )
    case 0x2D, 0x5F, 0x2E, 0x21, 0x7E, 0x2A, 0x27, 0x28, 0x29: true
    default: false
    }
  }

  private static let capitalDigits = Array("0123456789ABCDEF".utf8)

  static func percentEncode(_ a: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    let text = try e.text(of: a)
    try e.charge(text: text.utf8.count)
    try e.charge(text.utf8.count >> 3)
    var result: [UInt8] = []
    for byte in text.utf8 {
      if isUnreserved(byte) {
        result.append(byte)
      } else {
        result.append(UInt8(ascii: "%"))
        result.append(capitalDigits[Int(byte >> 4)])
        result.append(capitalDigits[Int(byte & 15)])
      }
    }
    try e.charge(text: result.count)
    return .string(String(decoding: result, as: UTF8.self))
  }

  static func percentDecode(_ a: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    let bytes = Array(try e.text(of: a).utf8)
    try e.charge(text: bytes.count)
    try e.charge(bytes.count >> 4)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = HexText.value(of: bytes[index + 1]),
        let low = HexText.value(of: bytes[index + 2])
      {
        result.append(high << 4 | low)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return try e.text(decoding: result)
  }
}
