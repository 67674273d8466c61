/// A place in a scenario's text.
///
/// Both numbers start at 1; columns count Unicode scalars, as editors and libYAML do.
package struct SourceLocation: Hashable, Comparable, Sendable {
  package var line: Int
  package var column: Int

  /// Where the text begins.
  package static let start = SourceLocation(line: 1, column: 1)

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (a: Self, b: Self) -> Bool { (a.line, a.column) < (b.line, b.column) }
}
