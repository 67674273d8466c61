/// Makes text from outside safe to show in a line of output.
package enum SafeText {
  /// Escapes characters that could begin another line or move a terminal's cursor, in the form `\u{a}`.
  ///
  /// - Parameters:
  ///   - limit: Unicode scalars of the result; `…` replaces the rest.
  ///   - isPlain: whether a character stays as it is.
  package static func escaped(
    _ text: String, limit: Int = 200, isPlain: (Unicode.Scalar) -> Bool = { !$0.isUnprintable }
  ) -> String {
    if text.utf8.count <= limit, text.unicodeScalars.allSatisfy(isPlain) { return text }
    var result = ""
    var count = 0
    for scalar in text.unicodeScalars {
      let piece = isPlain(scalar) ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
      count += piece.unicodeScalars.count
      guard count <= limit else { return result + "…" }
      result += piece
    }
    return result
  }

  /// The text for use in a sentence, at most `limit` Unicode scalars: control and format characters become U+FFFD.
  package static func shown(_ text: String, limit: Int = 120) -> String {
    var result = ""
    for (count, scalar) in text.unicodeScalars.enumerated() {
      guard count < limit else { return result + "…" }
      let category = scalar.properties.generalCategory
      result.unicodeScalars.append(category == .control || category == .format ? "\u{FFFD}" : scalar)
    }
    return result
  }
}

extension String {
  /// The text with a period at its end, unless it already ends like a sentence.
  package var asSentence: String { [".", "?", "!", "…"].contains { hasSuffix($0) } ? self : self + "." }

  /// Text from outside, shortened and without control characters, for use in a sentence.
  package var forSentence: String { SafeText.shown(self) }

  /// At most 200 characters of the text, without anything that could begin another line or move a terminal's cursor.
  package var escapedForLog: String { SafeText.escaped(self) }

  /// The text followed by spaces, at least `width` bytes in all.
  package func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - utf8.count))
  }
}

extension Unicode.Scalar {
  /// Whether a terminal would not show it as a character in the line.
  fileprivate var isUnprintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }
}
