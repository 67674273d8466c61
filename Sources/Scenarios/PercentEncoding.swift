/// Percent-encoding of RFC 3986, section 2.1.
enum PercentEncoding {
  /// Decodes; nil where a `%` is not followed by two hexadecimal digits, or the result is not UTF-8.
  static func decode(_ text: Substring) -> String? {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(HexDigit.value),
        let low = rest.popFirst().flatMap(HexDigit.value)
      else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// A text as a segment of a path may have it, RFC 3986, section 3.3.
  static func encode(_ text: String) -> String { encode(text, besides: "-._~!$&'()*+,;=:@") }

  /// A parameter of a query.
  static func query(_ name: String, _ value: String) -> String {
    encode(name, besides: "-._~") + "=" + encode(value, besides: "-._~")
  }

  private static func encode(_ text: String, besides allowed: String) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        encoded.append(byte)
      case _ where allowed.utf8.contains(byte): encoded.append(byte)
      default: encoded += [UInt8(ascii: "%"), HexDigit.digit(byte >> 4), HexDigit.digit(byte & 15)]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
