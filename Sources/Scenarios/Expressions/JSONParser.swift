import TextForms

extension Value {
  /// The value of a JSON text, or nil if it is none. Nesting is bounded; of a name that comes twice the last value counts.
  /// <https://www.rfc-editor.org/rfc/rfc8259>
  static func parse(json bytes: [UInt8]) -> Value? {
    var parser = JSONParser(bytes: bytes, work: .max)
    return parser.document()
  }

  static func parse(json text: String) -> Value? { parse(json: Array(text.utf8)) }
}

/// Reads one JSON text, with no more work than it is given.
struct JSONParser {
  /// From so many names on, an object's names are kept in a dictionary.
  private static let manyNames = 16

  let bytes: [UInt8]
  /// Units of work that are left: a value is two, and so are 64 bytes.
  private(set) var work: Int
  /// Whether it has ended for want of work.
  private(set) var isExhausted = false
  private var position = 0

  init(bytes: [UInt8], work: Int) {
    self.bytes = bytes
    self.work = work
  }

  private mutating func charge(_ units: Int) -> Bool {
    guard units <= work else {
      isExhausted = true
      return false
    }
    work -= units
    return true
  }

  mutating func document() -> Value? {
    guard charge(bytes.count >> 5) else { return nil }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    guard let value = value(depth: 0) else { return nil }
    skipSpace()
    return position == bytes.count ? value : nil
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) -> Value? {
    guard charge(2) else { return nil }
    skipSpace()
    switch next {
    case UInt8(ascii: "{") where depth < EvaluationError.depthLimit: return object(depth: depth)
    case UInt8(ascii: "[") where depth < EvaluationError.depthLimit: return array(depth: depth)
    case UInt8(ascii: "\""): return string().map(Value.string)
    case UInt8(ascii: "t"): return word("true", .bool(true))
    case UInt8(ascii: "f"): return word("false", .bool(false))
    case UInt8(ascii: "n"): return word("null", .null)
    default: return number()
    }
  }

  private mutating func word(_ word: StaticString, _ value: Value) -> Value? {
    let length = word.utf8CodeUnitCount
    let matches = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
    guard matches else { return nil }
    position += length
    return value
  }

  private mutating func array(depth: Int) -> Value? {
    position += 1
    var elements: [Value] = []
    if skip(UInt8(ascii: "]")) { return .array(elements) }
    repeat {
      guard let element = value(depth: depth + 1) else { return nil }
      elements.append(element)
    } while skip(UInt8(ascii: ","))
    return skip(UInt8(ascii: "]")) ? .array(elements) : nil
  }

  private mutating func object(depth: Int) -> Value? {
    position += 1
    var names: [String] = []
    var values: [Value] = []
    var places: [[UInt8]: Int] = [:]
    if skip(UInt8(ascii: "}")) { return .object(Value.Members()) }
    repeat {
      skipSpace()
      guard charge(names.count < Self.manyNames ? 2 : 8) else { return nil }
      guard next == UInt8(ascii: "\""), let name = string(), skip(UInt8(ascii: ":")),
        let value = value(depth: depth + 1)
      else { return nil }
      if let place = place(of: name, in: names, &places), place < values.count {
        values[place] = value
      } else {
        names.append(name)
        values.append(value)
      }
    } while skip(UInt8(ascii: ","))
    return skip(UInt8(ascii: "}")) ? .object(Value.Members(names: names, values: values)) : nil
  }

  /// Where a name is that has come before, by its bytes, because `String` takes some names that differ for the same.
  private func place(of name: String, in names: [String], _ places: inout [[UInt8]: Int]) -> Int? {
    guard names.count >= Self.manyNames else { return names.firstIndex { TextBytes.areEqual($0, name) } }
    if places.isEmpty { for (place, name) in names.enumerated() { places[Array(name.utf8)] = place } }
    let key = Array(name.utf8)
    if let place = places[key] { return place }
    places[key] = names.count
    return nil
  }

  private mutating func digits() -> Int {
    let start = position
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    return position - start
  }

  private mutating func number() -> Value? {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    let leadingZero = next == 0x30
    let count = digits()
    guard count == 1 || (count > 1 && !leadingZero) else { return nil }
    if next == UInt8(ascii: ".") {
      position += 1
      guard digits() > 0 else { return nil }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      guard digits() > 0 else { return nil }
    }
    guard charge((position - start) >> 3) else { return nil }
    return Value(jsonNumber: String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func string() -> String? {
    position += 1
    let start = position
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      position += 1
    }
    if next == UInt8(ascii: "\"") {
      position += 1
      return String(validating: bytes[start..<position - 1], as: UTF8.self)
    }
    var content = Array(bytes[start..<position])
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
      case 0..<0x20: return nil
      case UInt8(ascii: "\\"):
        guard let escaped = escape() else { return nil }
        content.append(contentsOf: String(Character(escaped)).utf8)
      default: content.append(byte)
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    guard let byte = next else { return nil }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      guard let unit = codeUnit() else { return nil }
      guard (0xD800...0xDBFF).contains(unit) else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
      let before = position
      if next == UInt8(ascii: "\\") {
        position += 1
        if next == UInt8(ascii: "u") {
          position += 1
          if let low = codeUnit(), (0xDC00...0xDFFF).contains(low) {
            return Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)) ?? "\u{FFFD}"
          }
        }
      }
      position = before
      return "\u{FFFD}"
    default: return nil
    }
  }

  private mutating func codeUnit() -> UInt32? {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Hex.value(of: byte) else { return nil }
      position += 1
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }
}
