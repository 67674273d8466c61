/// A place in a scenario's text.
///
/// Both numbers start at 1; columns count Unicode scalars, as editors and libYAML do.
public struct SourceLocation: Hashable, Comparable, Sendable {
  public var line: Int
  public var column: Int

  /// Where the text begins.
  public static let start = SourceLocation(line: 1, column: 1)

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (a: Self, b: Self) -> Bool { (a.line, a.column) < (b.line, b.column) }
}
