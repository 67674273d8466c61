/// How grave a finding is.
///
/// A fault is said only of what nothing but a mistake of the client's explains. Where a page that was loaded anew, a program that was
/// started again or a proxy looks the same, it is a warning or a note.
package enum Severity: String, Comparable, Sendable, CaseIterable {
  /// As it should be.
  case fine
  /// Worth knowing.
  case note
  /// Likely to be a mistake.
  case warning
  /// A mistake.
  case fault

  package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .fine: 0
    case .note: 1
    case .warning: 2
    case .fault: 3
    }
  }
}
