/// A value with parameters, the form of many fields (RFC 9110, 5.6.6).
///
///     text/html; charset="utf-8"; q=0.5
package struct ParameterizedValue: Sendable {
  /// The text before the first semicolon, as it was sent.
  package var value: String
  /// Names are in lower case; quoted values are without their quotation marks.
  package var parameters: [(name: String, value: String)]

  package init(_ text: some StringProtocol) {
    let pieces = FieldList.pieces(of: text, at: UInt8(ascii: ";"))
    value = pieces.first ?? ""
    parameters = pieces.dropFirst().compactMap { piece in
      guard let equals = piece.firstIndex(of: "=") else { return nil }
      // Spaces around the equals sign are not allowed, but a value with them is unambiguous.
      return (
        name: FieldList.trimmed(piece[..<equals].utf8).lowercased(),
        value: Self.unquoted(FieldList.trimmed(piece[piece.index(after: equals)...].utf8))
      )
    }
  }

  /// The first parameter of that name.
  package subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

  /// Whether a request that lists this value wants it: a weight of 0 means "not acceptable" (RFC 9110, 12.4.2).
  package var isWanted: Bool { weight > 0 }

  /// The weight `q`, from 0 to 1; 1 if it is missing or malformed.
  ///
  ///     q=0.5   q=0   q=0.000
  package var weight: Double {
    guard let text = self["q"], (1...16).contains(text.utf8.count),
      text.utf8.allSatisfy({
        $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }),
      let weight = Double(text), weight <= 1
    else { return 1 }
    return weight
  }

  private static func unquoted(_ text: String) -> String {
    guard text.utf8.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in text.dropFirst().dropLast().utf8 {
      if byte == UInt8(ascii: "\\"), !isEscaped {
        isEscaped = true
      } else {
        bytes.append(byte)
        isEscaped = false
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
