/// Percent-encoding.
/// <https://www.rfc-editor.org/rfc/rfc3986#section-2.1>
package enum PercentEncoding {
  /// Decodes a text; nil if a `%` is not followed by two hexadecimal digits, or the result is not UTF-8.
  package static func decode(_ text: Substring) -> String? {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    return bytes(Array(text.utf8), stray: nil).flatMap { String(validating: $0, as: UTF8.self) }
  }

  /// Decodes a text; a `%` that is not followed by two hexadecimal digits is kept.
  ///
  /// - Parameter plusIsSpace: whether `+` means a space, as in the query of a form.
  package static func decodeLeniently(_ text: [UInt8], plusIsSpace: Bool = false) -> [UInt8] {
    bytes(text, stray: UInt8(ascii: "%"), plus: UInt8(ascii: plusIsSpace ? " " : "+")) ?? []
  }

  /// Encodes every byte of the text's UTF-8, except ASCII letters, digits and `marks`.
  package static func encode(_ text: String, keeping marks: StaticString) -> [UInt8] {
    let kept = marks.withUTF8Buffer { Array($0) }
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: result.append(byte)
      case _ where kept.contains(byte): result.append(byte)
      default: result += escape(byte)
      }
    }
    return result
  }

  /// Encodes a text as one segment of a path (RFC 3986, section 3.3).
  package static func encode(_ text: String) -> String {
    String(decoding: encode(text, keeping: "-._~!$&'()*+,;=:@"), as: UTF8.self)
  }

  /// One encoded parameter of a query: `name=value`.
  package static func query(_ name: String, _ value: String) -> String {
    [name, value].map { String(decoding: encode($0, keeping: "-._~"), as: UTF8.self) }.joined(separator: "=")
  }

  /// The escape of a byte, such as `%C3`.
  package static func escape(_ byte: UInt8) -> [UInt8] {
    [UInt8(ascii: "%"), Hex.digit(byte >> 4, uppercase: true), Hex.digit(byte, uppercase: true)]
  }

  private static func bytes(
    _ text: [UInt8], stray: UInt8?, plus: UInt8 = UInt8(ascii: "+")
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "+") {
        bytes.append(plus)
      } else if byte != UInt8(ascii: "%") {
        bytes.append(byte)
      } else if let high = rest.first.flatMap(Hex.value), let low = rest.dropFirst().first.flatMap(Hex.value)
      {
        bytes.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else if let stray {
        bytes.append(stray)
      } else {
        return nil
      }
    }
    return bytes
  }
}
