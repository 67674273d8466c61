/// What the functions on text do.
enum Texts {
  static func split(
    _ a: Value, _ b: Value, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    let text = try e.text(of: a)
    try e.chargeScan(text.utf8.count)
    if b.isNull {
      return try e.pieces(
        text.unicodeScalars.split { $0.properties.isWhitespace }.lazy.map { String($0) })
    }
    let separator = Array(try e.text(of: b).utf8)
    if separator.isEmpty { return try e.pieces(text.unicodeScalars.lazy.map { String(Character($0)) }) }
    let bytes = Array(text.utf8)
    let search = ByteSearch(separator)
    var parts: [Value] = []
    var start = 0
    while let place = search.first(in: bytes, from: start) {
      try e.charge(1)
      parts.append(.string(String(decoding: bytes[start..<place], as: UTF8.self)))
      start = place + separator.count
    }
    parts.append(.string(String(decoding: bytes[start...], as: UTF8.self)))
    return .array(parts)
  }

  static func replace(
    _ a: Value, _ b: Value, _ c: Value, most: Int, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    let bytes = Array(try e.text(of: a).utf8)
    let what = Array(try e.text(of: b).utf8)
    let replacement = Array(try e.text(of: c).utf8)
    try e.chargeScan(bytes.count)
    if what.isEmpty { return a }
    let search = ByteSearch(what)
    var result: [UInt8] = []
    var start = 0
    var count = 0
    while count < most, let place = search.first(in: bytes, from: start) {
      result += bytes[start..<place]
      result += replacement
      guard result.count <= EvaluationError.outputLimit else { throw .tooMuchOutput }
      start = place + what.count
      count += 1
    }
    result += bytes[start...]
    try e.chargeText(result.count)
    return .string(String(decoding: result, as: UTF8.self))
  }

  /// What must be added to a text to give it a length.
  static func fill(
    _ a: Value, _ b: Value, _ c: Value, _ e: inout Evaluation
  ) throws(EvaluationError) -> String {
    let text = try e.text(of: a)
    let fill = c.isNull ? " " : try e.text(of: c)
    try e.chargeScan(text.utf8.count)
    let (missing, overflow) = b.whole.subtractingReportingOverflow(text.unicodeScalars.count)
    guard !overflow, missing > 0, !fill.isEmpty else { return "" }
    try e.chargeText(missing)
    var result = String.UnicodeScalarView()
    let scalars = Array(fill.unicodeScalars)
    for index in 0..<missing { result.append(scalars[index % scalars.count]) }
    let added = String(result)
    try e.chargeText(added.utf8.count + text.utf8.count)
    return added
  }

  private static let unreserved = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()".utf8)

  static func percentEncode(_ a: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    let text = try e.text(of: a)
    try e.chargeText(text.utf8.count)
    var result: [UInt8] = []
    for byte in text.utf8 {
      if unreserved.contains(byte) {
        result.append(byte)
      } else {
        result.append(UInt8(ascii: "%"))
        result += String(byte >> 4, radix: 16, uppercase: true).utf8
        result += String(byte & 15, radix: 16, uppercase: true).utf8
      }
    }
    try e.chargeText(result.count)
    return .string(String(decoding: result, as: UTF8.self))
  }

  static func percentDecode(_ a: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    let bytes = Array(try e.text(of: a).utf8)
    try e.chargeText(bytes.count)
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
    return .string(String(decoding: result, as: UTF8.self))
  }
}
