/// A header field whose value is a list (RFC 9110, 5.6.1).
///
///     Accept: application/json, text/event-stream;q=0.9
package enum FieldList {
  /// The members, without the white space around them. A comma within a quoted string does not separate members, and empty members
  /// are left out.
  package static func members(of field: some StringProtocol) -> [String] {
    pieces(of: field, at: UInt8(ascii: ",")).filter { !$0.isEmpty }
  }

  /// Splits a field's value at a separator, but not within quoted strings.
  static func pieces(of field: some StringProtocol, at separator: UInt8) -> [String] {
    var pieces: [String] = []
    var piece: [UInt8] = []
    var isQuoted = false
    var isEscaped = false
    for byte in field.utf8 {
      if byte == separator, !isQuoted {
        pieces.append(trimmed(piece))
        piece = []
        continue
      }
      piece.append(byte)
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\"), isQuoted {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      }
    }
    pieces.append(trimmed(piece))
    return pieces
  }

  /// Returns a text without the spaces and tabs at its ends.
  package static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> String {
    func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    let rest = bytes.drop(while: isSpace)
    let end = rest.lastIndex { !isSpace($0) }.map(rest.index(after:)) ?? rest.startIndex
    return String(decoding: rest[..<end], as: UTF8.self)
  }
}
