/// Mistakes as people read them, and as JSON for programs.
///
///     scenarios/flaky.yaml:7:12: error: 'after' must be a duration such as 250ms, got '250'
///         - after: 250
///                  ^
public struct MistakeReport: Sendable, Codable, Hashable, CustomStringConvertible {
  public struct Entry: Sendable, Codable, Hashable {
    public var severity: Mistake.Severity
    /// From 1.
    public var line: Int
    /// From 1, in Unicode scalars.
    public var column: Int
    public var message: String
    /// The line itself, at most 120 characters of it around the column.
    public var excerpt: String
    /// The place in the excerpt that the column stands for, from 1.
    public var caret: Int

    public init(
      severity: Mistake.Severity, line: Int, column: Int, message: String, excerpt: String, caret: Int
    ) {
      self.severity = severity
      self.line = line
      self.column = column
      self.message = message
      self.excerpt = excerpt
      self.caret = caret
    }
  }

  public var file: String
  public var mistakes: [Entry]

  public init(file: String, mistakes: [Entry]) {
    self.file = file
    self.mistakes = mistakes
  }

  init(file: String, source: SourceText, mistakes: [Mistake]) {
    self.file = file
    self.mistakes = mistakes.map { mistake in
      let (excerpt, caret) = Self.excerpt(
        of: source.line(mistake.location.line), column: mistake.location.column)
      return Entry(
        severity: mistake.severity, line: mistake.location.line, column: mistake.location.column,
        message: mistake.message, excerpt: excerpt, caret: caret)
    }
  }

  /// Every mistake in three lines, without a line end after the last.
  public var description: String {
    mistakes.map { entry in
      let head = "\(file):\(entry.line):\(entry.column): \(entry.severity.rawValue): \(entry.message)"
      return head + "\n    " + entry.excerpt + "\n" + String(repeating: " ", count: entry.caret + 3) + "^"
    }.joined(separator: "\n")
  }

  /// Control characters become spaces, so that the caret stands under its column in a terminal.
  private static func excerpt(of line: String, column: Int) -> (text: String, caret: Int) {
    let characters = line.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? UnicodeScalar(" ") : $0 }
    let caret = min(max(column, 1), characters.count + 1)
    let start = max(0, min(caret - 60, characters.count - 120))
    let end = min(characters.count, start + 120)
    let text = String(String.UnicodeScalarView(characters[start..<end]))
    return (text, caret - start)
  }
}
