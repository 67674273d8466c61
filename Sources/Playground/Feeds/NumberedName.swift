/// Names the entries of a log by their numbers, and the log itself, so that an ID of an earlier log is known as such.
///
///     5f3a9c02-17
struct NumberedName: Hashable, Sendable {
  private let log: String

  init(_ log: UInt32 = .random(in: .min ... .max)) { self.log = String(log, radix: 16) }

  func id(_ number: UInt64) -> String { "\(log)-\(number)" }

  /// The number in an ID of this log.
  func number(in id: String) -> UInt64? {
    let parts = id.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == log else { return nil }
    return UInt64(parts[1])
  }
}
