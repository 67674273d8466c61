/// Text from outside, made safe to stand in a line of ours.
package enum SafeText {
  /// Nothing that could begin another line or move a terminal's cursor: such characters are written `\u{a}`.
  ///
  /// - Parameters:
  ///   - isPlain: whether a character stays as it is.
  ///   - limit: characters of the result; `…` stands for what is left out.
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

  /// For a sentence: control and format characters become U+FFFD.
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

extension Unicode.Scalar {
  /// Not a character that a line or a terminal shows as itself.
  fileprivate var isUnprintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }
}
