import Foundation
import TextForms

extension Timestamp {
  /// `2026-11-22T10:26:03.120Z`
  package static func text(_ date: Date) -> String { text(nanoseconds: nanoseconds(date)) }

  /// Nanoseconds since 1970, rounded to milliseconds.
  package static func nanoseconds(_ date: Date) -> Int64 {
    date.milliseconds.multipliedReportingOverflow(by: 1_000_000).partialValue
  }
}

extension Date {
  /// - Parameter milliseconds: since 1970.
  init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1_000) }

  /// Milliseconds since 1970, rounded; 0 for a date out of range.
  var milliseconds: Int64 { Int64(exactly: (timeIntervalSince1970 * 1_000).rounded()) ?? 0 }
}
