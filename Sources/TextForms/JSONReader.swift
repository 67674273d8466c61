/// What a JSON text is read into: it is told where each value begins, and makes the value when its text has been read.
package protocol JSONMaker {
  associatedtype Made
  /// An object in the making.
  associatedtype Object

  /// A value begins; the one that is the whole text has the depth 1.
  mutating func begin(at offset: Int, depth: Int) throws(JSONMistake)
  /// A member's name begins, after so many others of its object.
  mutating func beginName(at offset: Int, depth: Int, after count: Int) throws(JSONMistake)
  /// An escape is half of a surrogate pair; U+FFFD stands for it.
  mutating func loneSurrogate(at offset: Int) throws(JSONMistake)
  func emptyObject() -> Object
  /// A member of an object, with where its name begins.
  mutating func add(_ value: Made, named name: String, at offset: Int, to object: inout Object)
  mutating func make(_ content: JSONContent<Made, Object>, at offset: Int) throws(JSONMistake) -> Made
}

/// A value of a JSON text, with what its elements were made into.
package enum JSONContent<Made, Object> {
  case null
  case bool(Bool)
  /// In JSON's grammar, as it was written.
  case number(String)
  case string(String)
  case array([Made])
  case object(Object)
}

/// Why a text is not JSON, and where.
///
///     line 2, column 13: a value is expected
package struct JSONMistake: Error, Hashable {
  /// Bytes before it.
  package var offset: Int
  package var problem: String

  package init(_ problem: String, at offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  /// Columns are counted in characters of Unicode, as editors do.
  package func sentence(in bytes: [UInt8]) -> String {
    let before = bytes.prefix(offset)
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
    return "Line \(line), column \(column): \(problem)."
  }
}

/// Reads one JSON text, which may begin with a byte order mark. How deep it may go is for the maker to say.
/// <https://www.rfc-editor.org/rfc/rfc8259>
package struct JSONReader {
  package let bytes: [UInt8]
  package var position: Int

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  @inlinable
  package mutating func read<Maker: JSONMaker>(_ maker: inout Maker) throws(JSONMistake) -> Maker.Made {
    let made = try value(&maker, depth: 1)
    skipSpace()
    guard position == bytes.count else { throw mistake("the value has ended, and something follows it") }
    return made
  }

  @inlinable
  package mutating func value<Maker: JSONMaker>(_ maker: inout Maker, depth: Int) throws(JSONMistake)
    -> Maker.Made
  {
    skipSpace()
    let start = position
    try maker.begin(at: start, depth: depth)
    switch next {
    case UInt8(ascii: "{"): return try maker.make(.object(members(&maker, depth: depth)), at: start)
    case UInt8(ascii: "["): return try maker.make(.array(elements(&maker, depth: depth)), at: start)
    case UInt8(ascii: "\""): return try maker.make(.string(string(&maker)), at: start)
    case UInt8(ascii: "t") where skip(word: "true"): return try maker.make(.bool(true), at: start)
    case UInt8(ascii: "f") where skip(word: "false"): return try maker.make(.bool(false), at: start)
    case UInt8(ascii: "n") where skip(word: "null"): return try maker.make(.null, at: start)
    default: return try maker.make(.number(number()), at: start)
    }
  }

  @inlinable
  package mutating func elements<Maker: JSONMaker>(_ maker: inout Maker, depth: Int) throws(JSONMistake)
    -> [Maker.Made]
  {
    var elements: [Maker.Made] = []
    skip()
    if skip(UInt8(ascii: "]")) { return elements }
    repeat { elements.append(try value(&maker, depth: depth + 1)) } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "]")) else { throw mistake("',' or ']' is expected") }
    return elements
  }

  @inlinable
  package mutating func members<Maker: JSONMaker>(_ maker: inout Maker, depth: Int) throws(JSONMistake)
    -> Maker.Object
  {
    var object = maker.emptyObject()
    var count = 0
    skip()
    if skip(UInt8(ascii: "}")) { return object }
    repeat {
      skipSpace()
      let offset = position
      guard next == UInt8(ascii: "\"") else { throw mistake("a name within quotation marks is expected") }
      try maker.beginName(at: offset, depth: depth + 1, after: count)
      let name = try string(&maker)
      guard skip(UInt8(ascii: ":")) else { throw mistake("':' is expected behind the name") }
      maker.add(try value(&maker, depth: depth + 1), named: name, at: offset, to: &object)
      count += 1
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "}")) else { throw mistake("',' or '}' is expected") }
    return object
  }

  // MARK: Strings

  @inlinable
  package mutating func string<Maker: JSONMaker>(_ maker: inout Maker) throws(JSONMistake) -> String {
    let (text, surrogates) = try string()
    for offset in surrogates { try maker.loneSurrogate(at: offset) }
    return text
  }

  /// - Returns: the text, and where escapes in it are half of a surrogate pair.
  package mutating func string() throws(JSONMistake) -> (text: String, loneSurrogates: [Int]) {
    let opening = position
    skip()
    var start = position
    var content: [UInt8] = []
    var loneSurrogates: [Int] = []
    while true {
      while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
        position += 1
      }
      switch next {
      case UInt8(ascii: "\""):
        let rest = bytes[start..<position]
        position += 1
        let text =
          content.isEmpty
          ? String(validating: rest, as: UTF8.self) : String(validating: content + rest, as: UTF8.self)
        guard let text else {
          throw JSONMistake("the string is not UTF-8", at: opening)
        }
        return (text, loneSurrogates)
      case UInt8(ascii: "\\"):
        content += bytes[start..<position]
        let offset = position
        let (scalar, isWhole) = try escape()
        if !isWhole { loneSurrogates.append(offset) }
        content.append(contentsOf: String(scalar).utf8)
        start = position
      case nil: throw JSONMistake("the string that begins here has no end", at: opening)
      default: throw mistake("a control character within a string must be written as an escape")
      }
    }
  }

  private mutating func escape() throws(JSONMistake) -> (scalar: Unicode.Scalar, isWhole: Bool) {
    let start = position
    skip()
    let byte = next
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
      let low = try codeUnit()
      if (0xDC00...0xDFFF).contains(low),
        let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
      {
        return (scalar, true)
      }
      position = before
    }
    return ("\u{FFFD}", false)
  }

  private mutating func codeUnit() throws(JSONMistake) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = next.flatMap(Hex.value) else { throw mistake("a hexadecimal digit is expected") }
      skip()
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }

  // MARK: Numbers

  /// A number as it is written.
  ///
  ///     -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?
  ///
  /// <https://www.rfc-editor.org/rfc/rfc8259#section-6>
  package mutating func number() throws(JSONMistake) -> String {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    let hasLeadingZero = next == UInt8(ascii: "0")
    let count = skipDigits()
    var isNumber = count == 1 || (count > 1 && !hasLeadingZero)
    if isNumber, next == UInt8(ascii: ".") {
      position += 1
      isNumber = skipDigits() > 0
    }
    if isNumber, let byte = next, byte | 0x20 == UInt8(ascii: "e") {
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      isNumber = skipDigits() > 0
    }
    let end = position
    guard isNumber else {
      position = start
      throw mistake("a value is expected")
    }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    return position - start
  }

  /// Whether a text is a number and nothing else.
  package static func isNumber(_ text: String) -> Bool {
    var reader = JSONReader(Array(text.utf8))
    reader.position = 0
    guard (try? reader.number()) != nil else { return false }
    return reader.next == nil
  }

  // MARK: Bytes

  @inlinable
  package var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  package func mistake(_ problem: String) -> JSONMistake {
    JSONMistake(position < bytes.count ? problem : problem + ", and the text ends", at: position)
  }

  @inlinable
  package mutating func skip() { position = min(position + 1, bytes.count) }

  @inlinable
  package mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// Skips space and that byte, if it is there.
  @inlinable
  package mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    position += 1
    return true
  }

  package mutating func skip(word: StaticString) -> Bool {
    guard word.withUTF8Buffer({ bytes[position...].starts(with: $0) }) else { return false }
    position += word.utf8CodeUnitCount
    return true
  }
}
