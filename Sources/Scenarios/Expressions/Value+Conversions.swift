/// Conversions like those of JavaScript. They are defined for every value and cannot fail.
extension Value {
  /// Whether the value is truthy, as in JavaScript: everything except false, 0, NaN, "" and null.
  var isTrue: Bool {
    switch self {
    case .null: false
    case .bool(let value): value
    case .int(let value): value != 0
    case .double(let value): !(value == 0 || value.isNaN)
    case .written(let number): number.double != 0
    case .string(let value): !value.isEmpty
    case .array, .object: true
    }
  }

  var isNull: Bool { if case .null = self { true } else { false } }

  /// The value as `.int` or `.double`. Text of at most 1 KiB is read as a decimal number. The result is NaN for anything else.
  var number: Value {
    switch self {
    case .int, .double: self
    case .written(let number): .double(number.double)
    case .null: .int(0)
    case .bool(let value): .int(value ? 1 : 0)
    case .string(let text): Self.number(fromText: text)
    case .array, .object: .double(.nan)
    }
  }

  var double: Double {
    switch self {
    case .int(let value): Double(value)
    case .double(let value): value
    default: number.double
    }
  }

  /// The value as a whole number, truncated towards zero and clamped to `Int`; 0 for NaN.
  var whole: Int {
    switch self {
    case .int(let value): value
    default: Self.saturate(double)
    }
  }

  /// The name of the value's kind in messages.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .int, .double, .written: "a number"
    case .string: "text"
    case .array: "an array"
    case .object: "an object"
    }
  }

  static func saturate(_ value: Double) -> Int {
    if let exact = Int(exactly: value.rounded(.towardZero)) { return exact }
    return value.isNaN ? 0 : value < 0 ? .min : .max
  }

  /// Returns `.int` if the number is whole and at most 2⁵³ in magnitude, otherwise `.double`.
  static func tidy(_ value: Double) -> Value {
    guard value.magnitude <= 9_007_199_254_740_992, let exact = Int(exactly: value) else {
      return .double(value)
    }
    return .int(exact)
  }

  /// The maximum number of bytes in a text that is read as a number.
  static let numberTextLimit = 1_024

  private static func isPartOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"),
      UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private static func number(fromText text: String) -> Value {
    guard text.utf8.count <= numberTextLimit else { return .double(.nan) }
    var bytes = Array(text.utf8)[...]
    while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    if bytes.isEmpty { return .int(0) }
    let trimmed = String(decoding: bytes, as: UTF8.self)
    if let whole = Int(trimmed) { return .int(whole) }
    guard bytes.allSatisfy(isPartOfNumber), let number = Double(trimmed) else {
      return .double(.nan)
    }
    return .double(number)
  }
}
