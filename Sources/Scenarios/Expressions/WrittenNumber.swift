/// A number from a JSON text that keeps its digits unless an expression calculates with it.
///
///     18446744073709551615   1.10   1E400   -0
///
/// Calculations use the nearest `Double`.
package struct WrittenNumber: Hashable, Sendable {
  /// The number as written, in the grammar of RFC 8259, section 6.
  let text: String

  var double: Double { Double(text) ?? .nan }

  /// Whether the number is written without a fraction and without an exponent.
  fileprivate var isWhole: Bool {
    text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }
  }

  /// Whether two numbers are equal; whole numbers of any length are compared exactly.
  static func areEqual(_ a: Self, _ b: Self) -> Bool {
    a.text == b.text || (a.double == b.double && !(a.isWhole && b.isWhole && a.double != 0))
  }
}

extension Value {
  /// Makes the value of a number in JSON's grammar.
  init(jsonNumber text: String) {
    if text.utf8.elementsEqual("-0".utf8) {
      self = .written(WrittenNumber(text: text))
    } else if let whole = Int(text) {
      self = .int(whole)
    } else {
      let number = Double(text) ?? .nan
      // A `WrittenNumber` is parsed again whenever it is used, which would be too much work for a longer text.
      guard text.utf8.count <= Self.numberTextLimit else {
        self = .double(number)
        return
      }
      var shortest: [UInt8] = []
      NumberText.append(number, to: &shortest)
      self = shortest.elementsEqual(text.utf8) ? .double(number) : .written(WrittenNumber(text: text))
    }
  }
}
