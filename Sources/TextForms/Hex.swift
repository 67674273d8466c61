/// Hexadecimal digits, written in lower case and read in both.
package enum Hex {
  /// The digit of the lowest four bits.
  package static func digit(_ value: UInt8) -> UInt8 {
    let nibble = value & 15
    return nibble < 10 ? 0x30 + nibble : 0x57 + nibble
  }

  /// 10 of `a` and `A`; nil of what is not a hexadecimal digit.
  package static func value(of byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  /// Two digits a byte.
  package static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.flatMap { [digit($0 >> 4), digit($0)] }, as: UTF8.self)
  }

  /// The bytes of two digits each; white space does not matter. nil of anything else.
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
  /// A space, or one of U+0009 to U+000D.
  var isWhiteSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
