import TextForms

/// Durations as written in expressions: `250ms`, `2s`, `1m30s`, `-1h`, `1d`.
enum DurationValue {
  /// The maximum number of bytes in a text that is read as a duration.
  static let textLimit = 64

  /// Returns the seconds of a duration, or nil if the text is not a duration.
  static func seconds(_ text: String) -> Double? {
    guard text.utf8.count <= textLimit else { return nil }
    var rest = text[...]
    var sign = 1.0
    if rest.first == "-" || rest.first == "+" {
      sign = rest.removeFirst() == "-" ? -1 : 1
    }
    guard let parts = DurationText.parts(of: rest) else { return nil }
    var total = 0.0
    for (amount, unit) in parts {
      guard let number = Double(amount) else { return nil }
      total += number * (Double(unit.nanoseconds) / 1_000_000_000)
    }
    return sign * total
  }

  /// Returns a number as seconds, or the seconds of a duration written as text; nil for any other value.
  static func seconds(_ value: Value) -> Double? {
    switch value {
    case .int, .double, .written: value.double
    case .string(let text): seconds(text)
    default: nil
    }
  }
}
