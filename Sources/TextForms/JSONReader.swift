/// Why a text is not JSON, and where.
///
///     Line 2, column 13: a value is expected.
package struct JSONMistake: Error, Hashable {
  /// The byte offset in the text.
  package var offset: Int
  package var problem: String

  package init(_ problem: String, at offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  /// The mistake as a sentence with line and column, from 1. Columns count Unicode scalars.
  package func sentence(in bytes: [UInt8]) -> String {
    let before = bytes.prefix(offset)
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
    return "Line \(line), column \(column): \(problem)."
  }
}

/// Reads one JSON text, with or without a byte order mark, token by token. The caller must limit the depth of nesting.
///
///     var reader = JSONReader(Array(#"{"a":[1]}"#.utf8))
///     // object, name("a"), array, number("1"), end, end, and end of the text
///
/// <https://www.rfc-editor.org/rfc/rfc8259>
package struct JSONReader {
  package enum Token {
    case null
    case bool(Bool)
    /// The number's text, which is valid JSON.
    case number(String)
    case string(String)
    case array
    case object
    /// The name of a member; its value is the next token.
    case name(String)
    /// The end of the innermost open array or object, or of the text.
    case end
  }

  /// The kind of token that may come next.
  private enum Expectation {
    case value, firstElement, firstName, separator
  }

  private let bytes: [UInt8]
  private var position: Int
  private var expectation = Expectation.value
  /// The open arrays and objects, the innermost last: true for an object.
  private var isObject: [Bool] = []
  /// The byte offset of the last value or name.
  package private(set) var offset = 0
  /// The byte offsets of escapes in the last string or name that are half a surrogate pair; each was read as U+FFFD.
  package private(set) var loneSurrogates: [Int] = []

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// - Returns: the next token; `end` at each call after the end of the text.
  /// - Throws: ``JSONMistake`` where the text is not JSON.
  package mutating func next() throws(JSONMistake) -> Token {
    switch expectation {
    case .value: return try value()
    case .firstElement: return skip(UInt8(ascii: "]")) ? close() : try value()
    case .firstName: return skip(UInt8(ascii: "}")) ? close() : try name()
    case .separator: break
    }
    guard let isWithinObject = isObject.last else {
      skipSpace()
      guard position == bytes.count else { throw mistake("the value has ended, and something follows it") }
      return .end
    }
    if skip(UInt8(ascii: ",")) { return isWithinObject ? try name() : try value() }
    guard skip(UInt8(ascii: isWithinObject ? "}" : "]")) else {
      throw mistake(isWithinObject ? "',' or '}' is expected" : "',' or ']' is expected")
    }
    return close()
  }

  private mutating func close() -> Token {
    isObject.removeLast()
    expectation = .separator
    return .end
  }

  private mutating func value() throws(JSONMistake) -> Token {
    skipSpace()
    offset = position
    expectation = .separator
    switch upcoming {
    case UInt8(ascii: "{"):
      skip()
      isObject.append(true)
      expectation = .firstName
      return .object
    case UInt8(ascii: "["):
      skip()
      isObject.append(false)
      expectation = .firstElement
      return .array
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t") where skip(word: "true"): return .bool(true)
    case UInt8(ascii: "f") where skip(word: "false"): return .bool(false)
    case UInt8(ascii: "n") where skip(word: "null"): return .null
    default: return .number(try number())
    }
  }

  private mutating func name() throws(JSONMistake) -> Token {
    skipSpace()
    offset = position
    guard upcoming == UInt8(ascii: "\"") else { throw mistake("a name within quotation marks is expected") }
    let name = try string()
    guard skip(UInt8(ascii: ":")) else { throw mistake("':' is expected after the name") }
    expectation = .value
    return .name(name)
  }

  // MARK: Strings

  private mutating func string() throws(JSONMistake) -> String {
    let opening = position
    skip()
    var start = position
    var content: [UInt8] = []
    if !loneSurrogates.isEmpty { loneSurrogates = [] }
    while true {
      while let byte = upcoming, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
        position += 1
      }
      switch upcoming {
      case UInt8(ascii: "\""):
        let rest = bytes[start..<position]
        position += 1
        let text =
          content.isEmpty
          ? String(validating: rest, as: UTF8.self) : String(validating: content + rest, as: UTF8.self)
        guard let text else {
          throw JSONMistake("the string is not UTF-8", at: opening)
        }
        return text
      case UInt8(ascii: "\\"):
        if start < position { content += bytes[start..<position] }
        let offset = position
        let (scalar, isWhole) = try escape()
        if !isWhole { loneSurrogates.append(offset) }
        if scalar.isASCII {
          content.append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
          content.append(contentsOf: String(scalar).utf8)
        }
        start = position
      case nil: throw JSONMistake("the string that begins here has no end", at: opening)
      default: throw mistake("a control character within a string must be written as an escape")
      }
    }
  }

  private mutating func escape() throws(JSONMistake) -> (scalar: Unicode.Scalar, isWhole: Bool) {
    let start = position
    skip()
    let byte = upcoming
    skip()
    switch byte {
    case UInt8(ascii: "\""): return ("\"", true)
    case UInt8(ascii: "\\"): return ("\\", true)
    case UInt8(ascii: "/"): return ("/", true)
    case UInt8(ascii: "b"): return ("\u{8}", true)
    case UInt8(ascii: "f"): return ("\u{C}", true)
    case UInt8(ascii: "n"): return ("\n", true)
    case UInt8(ascii: "r"): return ("\r", true)
    case UInt8(ascii: "t"): return ("\t", true)
    case UInt8(ascii: "u"): break
    default: throw JSONMistake("JSON has no such escape", at: start)
    }
    let unit = try codeUnit()
    if let scalar = Unicode.Scalar(unit) { return (scalar, true) }
    let before = position
    if unit < 0xDC00, skip(word: #"\u"#) {
      if let scalar = try Unicode.Scalar(high: unit, low: codeUnit()) { return (scalar, true) }
      position = before
    }
    return ("\u{FFFD}", false)
  }

  private mutating func codeUnit() throws(JSONMistake) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = upcoming.flatMap(Hex.value) else { throw mistake("a hexadecimal digit is expected") }
      skip()
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }

  // MARK: Numbers

  private mutating func number() throws(JSONMistake) -> String {
    let start = position
    guard skipNumber() else {
      position = start
      throw mistake("a value is expected")
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// Whether the whole text is a JSON number.
  package static func isNumber(_ text: String) -> Bool {
    var reader = JSONReader(Array(text.utf8))
    reader.position = 0
    return reader.skipNumber() && reader.position == reader.bytes.count
  }

  /// Skips a number; false if there is none, with the position then undefined.
  ///
  ///     -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?
  ///
  /// <https://www.rfc-editor.org/rfc/rfc8259#section-6>
  private mutating func skipNumber() -> Bool {
    if upcoming == UInt8(ascii: "-") { position += 1 }
    let hasLeadingZero = upcoming == UInt8(ascii: "0")
    let count = skipDigits()
    guard count == 1 || (count > 1 && !hasLeadingZero) else { return false }
    if upcoming == UInt8(ascii: ".") {
      position += 1
      guard skipDigits() > 0 else { return false }
    }
    guard let byte = upcoming, byte | 0x20 == UInt8(ascii: "e") else { return true }
    position += 1
    if upcoming == UInt8(ascii: "+") || upcoming == UInt8(ascii: "-") { position += 1 }
    return skipDigits() > 0
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while let byte = upcoming, (0x30...0x39).contains(byte) { position += 1 }
    return position - start
  }

  // MARK: Bytes

  private var upcoming: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func mistake(_ problem: String) -> JSONMistake {
    JSONMistake(position < bytes.count ? problem : problem + ", and the text ends", at: position)
  }

  private mutating func skip() { position = min(position + 1, bytes.count) }

  private mutating func skipSpace() {
    while let byte = upcoming, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// Skips white space, and then this byte if it follows. Returns whether it did.
  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard upcoming == byte else { return false }
    position += 1
    return true
  }

  private mutating func skip(word: StaticString) -> Bool {
    guard word.withUTF8Buffer({ bytes[position...].starts(with: $0) }) else { return false }
    position += word.utf8CodeUnitCount
    return true
  }
}

extension Unicode.Scalar {
  /// The character that a surrogate pair stands for; nil for any other two code units.
  package init?(high: UInt32, low: UInt32) {
    guard (0xD800...0xDBFF).contains(high), (0xDC00...0xDFFF).contains(low) else { return nil }
    self.init(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
  }
}
