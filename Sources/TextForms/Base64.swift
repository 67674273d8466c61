/// Base64, written with padding.
/// <https://www.rfc-editor.org/rfc/rfc4648#section-4>
package enum Base64 {
  /// What is accepted besides the digits of section 4.
  package enum Reading: Sendable {
    /// White space anywhere, and up to two `=` at the end; missing padding is accepted.
    case strict
    /// The digits of section 5 (`-` and `_`) too, and `=`, spaces, CR and LF anywhere.
    case lenient
  }

  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    append(bytes[...], to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  package static func append(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let count = min(3, bytes.endIndex - index)
      var word = UInt32(bytes[index]) << 16
      if count > 1 { word |= UInt32(bytes[index + 1]) << 8 }
      if count > 2 { word |= UInt32(bytes[index + 2]) }
      for place in 0..<4 {
        text.append(place <= count ? digits[Int(word >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
      }
      index += 3
    }
  }

  /// Returns the bytes; nil if the text is not Base64.
  package static func decode(_ text: [UInt8], reading: Reading) -> [UInt8]? {
    var bytes: [UInt8] = []
    var word: UInt32 = 0
    var bits: UInt32 = 0
    var padding = 0
    for byte in text {
      if byte == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      if reading == .strict ? byte.isWhiteSpace : byte == 0x0A || byte == 0x0D || byte == 0x20 { continue }
      guard let digit = value(of: byte, reading), reading == .lenient || padding == 0 else { return nil }
      word = (word << 6 | digit) & 0xFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: word >> bits))
      }
    }
    return bits == 6 || (reading == .strict && padding > 2) ? nil : bytes
  }

  private static func value(of byte: UInt8, _ reading: Reading) -> UInt32? {
    switch byte {
    case 0x41...0x5A: UInt32(byte) - 0x41
    case 0x61...0x7A: UInt32(byte) - 0x61 + 26
    case 0x30...0x39: UInt32(byte) - 0x30 + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    case UInt8(ascii: "-") where reading == .lenient: 62
    case UInt8(ascii: "_") where reading == .lenient: 63
    default: nil
    }
  }
}
