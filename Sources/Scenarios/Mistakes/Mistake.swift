import TextForms

/// A mistake in a scenario: its place, what is wrong, and what would be right.
///
///     scenarios/flaky.yaml:7:12: error: 'after' must be a duration such as 250ms, got '250'
///         - after: 250
///                  ^
package struct Mistake: Error, Hashable, Sendable {
  package enum Severity: String, Hashable, Sendable, Codable { case error, warning }

  package var severity: Severity
  package var location: SourceLocation
  /// One sentence: what is wrong, what was found, and what would be right ("did you mean 'after'?").
  package var message: String

  package init(_ message: String, at location: SourceLocation, severity: Severity = .error) {
    self.severity = severity
    self.location = location
    self.message = message
  }

  /// The maximum number of Unicode scalars in a quotation, which limits its bytes: one character may consist of thousands of scalars.
  private static let scalarLimit = 160

  /// Returns a quotation of a scenario's text for messages: one line of at most 40 characters, where names replace invisible characters.
  static func shortened(_ text: String) -> String {
    let first = text.unicodeScalars.prefix(scalarLimit)
    let isWhole = first.endIndex == text.unicodeScalars.endIndex
    let line = SafeText.replacing(in: String(first), with: " ", where: \.isASCIIControl)
    return (isWhole && line.count <= 40 ? line : line.prefix(39) + "…").withInvisibleNamed
  }
}

/// A place in a scenario's text.
///
/// Both numbers start at 1; columns count Unicode scalars, as editors and libYAML do.
package struct SourceLocation: Hashable, Comparable, Sendable {
  package var line: Int
  package var column: Int

  package static let start = SourceLocation(line: 1, column: 1)

  package static func < (a: Self, b: Self) -> Bool { (a.line, a.column) < (b.line, b.column) }
}
