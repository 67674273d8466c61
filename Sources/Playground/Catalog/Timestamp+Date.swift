import Foundation
import TextForms

extension Timestamp {
  /// `2026-11-22T10:26:03.120Z`
  static func text(_ date: Date) -> String { text(nanoseconds: nanoseconds(date)) }

  /// Nanoseconds since 1970, exact to the millisecond.
  static func nanoseconds(_ date: Date) -> Int64 {
    (Int64(exactly: (date.timeIntervalSince1970 * 1_000).rounded()) ?? 0).multipliedReportingOverflow(
      by: 1_000_000
    )
    .partialValue
  }
}
