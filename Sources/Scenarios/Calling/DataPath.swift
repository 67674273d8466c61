/// A place in a JSON value.
///
///     choices[0].delta.content
///
/// Names consist of letters, digits, `_`, `-` and `$`. A number in brackets is an index into a list, counted from 0.
package struct DataPath: Sendable, Hashable, CustomStringConvertible {
  package let description: String

  /// Returns nil if the text is not a path.
  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    var isFirst = true
    while let byte = rest.first {
      if byte == UInt8(ascii: "[") {
        let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
        guard (1...6).contains(digits.count), rest.dropFirst(1 + digits.count).first == UInt8(ascii: "]")
        else {
          return nil
        }
        rest = rest.dropFirst(2 + digits.count)
      } else {
        if !isFirst {
          guard byte == UInt8(ascii: ".") else { return nil }
          rest = rest.dropFirst()
        }
        let name = rest.prefix(while: Self.isOfName)
        guard !name.isEmpty else { return nil }
        rest = rest.dropFirst(name.count)
      }
      isFirst = false
    }
    guard !isFirst else { return nil }
    description = text
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39: true
    default: "_-$".utf8.contains(byte)
    }
  }
}
