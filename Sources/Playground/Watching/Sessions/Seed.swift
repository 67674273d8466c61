/// The source of a stream's random numbers.
///
/// `?seed=7` is the number 7; `?seed=random` draws one; any other text is hashed to a number. A seed is shown as its number, which
/// reproduces the stream.
package struct Seed: Hashable, Sendable, CustomStringConvertible {
  package static let longest = 128

  package let number: UInt64

  init(number: UInt64) { self.number = number }

  /// nil for text that is empty or longer than 128 bytes.
  package init?(_ text: String) {
    guard (1...Self.longest).contains(text.utf8.count) else { return nil }
    if text == "random" {
      // Numbers that JavaScript holds exactly.
      number = .random(in: 0..<(1 << 53))
    } else if let number = UInt64(text) {
      self.number = number
    } else if let number = Int64(text) {
      self.number = UInt64(bitPattern: number)
    } else {
      number = StableHash.of(text.utf8)
    }
  }

  package var description: String { String(number) }
}
