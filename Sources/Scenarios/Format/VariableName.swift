/// The syntax of the names that scenarios give to values.
enum VariableName {
  static let limit = 64

  /// `[A-Za-z_][A-Za-z0-9_]*`, at most 64 characters.
  static func isValid(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= limit else { return false }
    return !isDigit(first) && text.utf8.allSatisfy { isLetter($0) || isDigit($0) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
