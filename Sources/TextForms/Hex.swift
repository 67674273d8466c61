/// Hexadecimal digits, read in either case.
package enum Hex {
  /// The ASCII digit for the lowest four bits.
  package static func digit(_ value: UInt8, uppercase: Bool = false) -> UInt8 {
    let nibble = value & 15
    return nibble < 10 ? 0x30 + nibble : (uppercase ? 0x37 : 0x57) + nibble
  }

  /// The value of an ASCII digit, such as 10 for `a` and `A`; nil if it is not a hexadecimal digit.
  package static func value(of byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  /// The bytes as text, two digits each.
  package static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.flatMap { [digit($0 >> 4), digit($0)] }, as: UTF8.self)
  }

  /// Reads bytes of two digits each, ignoring white space; nil for anything else.
  package static func bytes(_ text: String) -> [UInt8]? {
    let digits = text.utf8.filter { !$0.isWhiteSpace }.map(value)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[index], let low = digits[index + 1] else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }
}

extension UInt8 {
  /// Whether it is a space or one of U+0009 to U+000D.
  var isWhiteSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
