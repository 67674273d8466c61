/// Makes text from outside safe to show in a line of output.
package enum SafeText {
  /// Escapes characters that could begin another line or move a terminal's cursor, in the form `\u{a}`.
  ///
  /// - Parameters:
  ///   - limit: the maximum number of Unicode scalars in the result; `…` replaces the rest.
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

  /// Replaces the characters for which `isUnsafe` is true. A text of printable ASCII within the limit is returned without calling it.
  ///
  /// - Parameter limit: the Unicode scalars that are kept; `…` replaces the rest.
  package static func replacing(
    in text: String, with replacement: Unicode.Scalar, limit: Int = .max,
    where isUnsafe: (Unicode.Scalar) -> Bool
  ) -> String {
    if text.utf8.count <= limit, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
    var result = ""
    for (count, scalar) in text.unicodeScalars.enumerated() {
      guard count < limit else { return result + "…" }
      result.unicodeScalars.append(isUnsafe(scalar) ? replacement : scalar)
    }
    return result
  }

  /// The text's first bytes, at most `limit` and ending with a whole character; `…` replaces the rest.
  package static func shortened(_ text: String, bytes limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var end = text.utf8.index(text.startIndex, offsetBy: limit)
    while end > text.startIndex, String.Index(end, within: text) == nil { text.utf8.formIndex(before: &end) }
    return text[..<end] + "…"
  }
}

extension String {
  /// The text with a period at its end, unless it already ends like a sentence.
  package var asSentence: String { [".", "?", "!", "…"].contains { hasSuffix($0) } ? self : self + "." }

  /// Text from outside for use in a sentence: at most 120 Unicode scalars; control and format characters become U+FFFD.
  package var forSentence: String {
    SafeText.replacing(in: self, with: "\u{FFFD}", limit: 120) {
      $0.isControl || $0.properties.generalCategory == .format
    }
  }

  /// At most 200 characters of the text, without anything that could begin another line or move a terminal's cursor.
  package var escapedForLog: String { SafeText.escaped(self) }

  /// The text followed by spaces, at least `width` bytes in all.
  package func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - utf8.count))
  }
}

extension Unicode.Scalar {
  /// Whether it is one of U+0000 to U+001F or U+007F to U+009F.
  package var isControl: Bool { properties.generalCategory == .control }

  /// Whether it is one of U+0000 to U+001F or U+007F.
  package var isASCIIControl: Bool { value < 0x20 || value == 0x7F }

  /// Whether a terminal would not show it as a character in the line.
  fileprivate var isUnprintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }
}
