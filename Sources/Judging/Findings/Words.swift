import TextForms

/// Times, numbers and values in words.
enum Words {
  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  /// `0.2 s`, `85 ms`, `12 s`, `3 min`
  static func time(_ nanoseconds: UInt64) -> String {
    let milliseconds = nanoseconds / 1_000_000
    if milliseconds < 100 { return "\(milliseconds) ms" }
    if milliseconds < 10_000 {
      let hundredths = (milliseconds + 5) / 10
      let text = "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
      return text.trimmingZeros + " s"
    }
    if milliseconds < 120_000 { return "\((milliseconds + 500) / 1_000) s" }
    return "\(milliseconds / 60_000) min"
  }

  static func times(_ count: Int, of occasions: Int) -> String {
    if occasions == 1 { return "once" }
    return "\(count) of \(occasions) times"
  }

  /// The least and the greatest time: `0.2 s to 1 s`.
  static func range(_ times: [UInt64]) -> String {
    guard let least = times.min(), let most = times.max() else { return "" }
    let (from, to) = (time(least), time(most))
    return from == to ? from : "\(from) to \(to)"
  }

  /// A value from outside, in quotes.
  static func quoted(_ text: String) -> String { "'\(plain(text))'" }

  /// A value from outside, shortened to 80 characters and one line.
  static func plain(_ text: String) -> String {
    SafeText.replacing(in: text, with: "\u{FFFD}", limit: 80, where: \.isASCIIControl)
  }
}

extension String {
  fileprivate var trimmingZeros: String {
    var text = self
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
