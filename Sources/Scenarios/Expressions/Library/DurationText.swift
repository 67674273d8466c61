/// Durations as expressions write them: `250ms`, `2s`, `1m30s`, `-1h`, `1d`.
enum DurationText {
  private static let units: [(name: String, seconds: Double)] = [
    ("ms", 0.001), ("us", 0.000_001), ("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400),
  ]

  /// Bytes of the longest text that is read as a duration.
  static let longest = 64

  /// The seconds of a duration, or nil if the text is none.
  static func seconds(_ text: String) -> Double? {
    guard text.utf8.count <= longest else { return nil }
    var rest = text[...]
    var sign = 1.0
    if rest.first == "-" || rest.first == "+" {
      sign = rest.removeFirst() == "-" ? -1 : 1
    }
    guard !rest.isEmpty else { return nil }
    var total = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      guard let amount = Double(digits) else { return nil }
      rest = rest.dropFirst(digits.count)
      let letters = rest.prefix { $0.isASCII && $0.isLetter }
      guard let unit = units.first(where: { $0.name == letters }) else { return nil }
      rest = rest.dropFirst(letters.count)
      total += amount * unit.seconds
    }
    return sign * total
  }

  /// Of a number the seconds, of text its duration; else nil.
  static func seconds(_ value: Value) -> Double? {
    switch value {
    case .int, .double, .written: value.double
    case .string(let text): seconds(text)
    default: nil
    }
  }
}
