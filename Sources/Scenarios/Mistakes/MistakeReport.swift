import TextForms

/// A report of mistakes that can be shown to people, or encoded as JSON for programs.
///
///     scenarios/flaky.yaml:7:12: error: 'after' must be a duration such as 250ms, got '250'
///         - after: 250
///                  ^
package struct MistakeReport: Sendable, Codable, Hashable, CustomStringConvertible {
  package struct Entry: Sendable, Codable, Hashable {
    package var severity: Mistake.Severity
    /// From 1.
    package var line: Int
    /// From 1, in Unicode scalars.
    package var column: Int
    package var message: String
    /// At most 120 characters of the line, around the column. Spaces replace characters that would break the line.
    package var excerpt: String
    /// The position of the column in the excerpt, from 1.
    package var caret: Int
  }

  package var file: String
  package var mistakes: [Entry]

  package init(file: String, mistakes: [Entry]) {
    self.file = file
    self.mistakes = mistakes
  }

  /// The maximum number of errors, and likewise of warnings, that are listed individually.
  package static let limit = 100

  /// - Parameter mistakes: in the order of the text.
  init(file: String, source: SourceText, mistakes: [Mistake]) {
    self.file = file
    self.mistakes = Self.first(of: mistakes).map { Entry($0, in: source) }
  }

  /// Returns the first `limit` mistakes of each severity. If several are left, adds one that gives their number, at the place of the next.
  private static func first(of mistakes: [Mistake]) -> [Mistake] {
    guard mistakes.count > limit else { return mistakes }
    let counts = Dictionary(grouping: mistakes, by: \.severity).mapValues(\.count)
    var told: [Mistake.Severity: Int] = [:]
    return mistakes.compactMap { mistake in
      let place = told[mistake.severity, default: 0]
      told[mistake.severity] = place + 1
      guard place >= limit else { return mistake }
      let rest = counts[mistake.severity, default: 0] - limit
      guard place == limit, rest > 1 else { return place == limit ? mistake : nil }
      let word = mistake.severity == .error ? "mistakes" : "warnings"
      return Mistake(
        "here begin \(rest) more \(word), which are not listed one by one", at: mistake.location,
        severity: mistake.severity)
    }
  }

  /// Each mistake on three lines. There is no line end after the last line.
  package var description: String {
    mistakes.map { entry in
      let head = "\(file):\(entry.line):\(entry.column): \(entry.severity.rawValue): \(entry.message)"
      return head + "\n    " + entry.excerpt + "\n" + String(repeating: " ", count: entry.caret + 3) + "^"
    }.joined(separator: "\n")
  }
}

extension MistakeReport.Entry {
  private static let excerptLength = 120

  init(_ mistake: Mistake, in source: SourceText) {
    let (excerpt, caret) = source.excerpt(around: mistake.location, count: Self.excerptLength)
    // Characters that would begin a line or move the cursor are replaced, so that in a terminal the caret is under its column.
    let shown = SafeText.replacing(in: excerpt, with: " ") {
      [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
    }
    self.init(
      severity: mistake.severity, line: mistake.location.line, column: mistake.location.column,
      message: mistake.message, excerpt: shown, caret: caret)
  }

  /// Creates an entry for a mistake that depends on other scenarios, such as an address that is taken.
  ///
  /// - Parameter source: the scenario's text, for the excerpt.
  package init(
    _ message: String, at place: SourceLocation, of source: String, severity: Mistake.Severity = .error
  ) {
    self.init(Mistake(message, at: place, severity: severity), in: SourceText(bytes: Array(source.utf8)))
  }
}
