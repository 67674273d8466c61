/// Something wrong in a scenario, at its place, with what would be right.
///
///     scenarios/flaky.yaml:7:12: error: 'after' must be a duration such as 250ms, got '250'
///         - after: 250
///                  ^
public struct Mistake: Error, Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable { case error, warning }

  public var severity: Severity
  public var location: SourceLocation
  /// One sentence: what is wrong, what was found, and what would be right ("did you mean 'after'?").
  public var message: String

  public init(_ message: String, at location: SourceLocation, severity: Severity = .error) {
    self.severity = severity
    self.location = location
    self.message = message
  }
}
