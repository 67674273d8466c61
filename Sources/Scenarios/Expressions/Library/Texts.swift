import TextForms

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
    while let place = search.first(in: bytes, from: start, &e) {
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
    while count < most, let place = search.first(in: bytes, from: start, &e) {
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

  /// Returns the text `a`, and the text that extends it to the length `b`: repetitions of `c`, of which the last may be cut.
  static func padding(
    _ a: Value, _ b: Value, _ c: Value, _ e: inout Evaluation
  ) throws(EvaluationError) -> (text: String, fill: String) {
    let fill = try fill(a, b, c, &e)
    let text = try e.text(of: a)
    try e.charge(text: fill.utf8.count + text.utf8.count)
    return (text, fill)
  }

  private static func fill(
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

  static func percentEncode(_ a: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    let text = try e.text(of: a)
    try e.charge(text: text.utf8.count)
    try e.charge(text.utf8.count >> 3)
    // `encodeURIComponent` leaves these, letters and digits unencoded.
    let result = PercentEncoding.encode(text, keeping: "-_.!~*'()")
    try e.charge(text: result.count)
    return .string(String(decoding: result, as: UTF8.self))
  }

  static func percentDecode(_ a: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    let bytes = Array(try e.text(of: a).utf8)
    try e.charge(text: bytes.count)
    try e.charge(bytes.count >> 4)
    return try e.text(decoding: PercentEncoding.decodeLeniently(bytes))
  }
}
