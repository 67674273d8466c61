/// A unit of time. The raw value is its name in texts.
package enum TimeUnit: String, Sendable, CaseIterable {
  case microseconds = "us"
  case milliseconds = "ms"
  case seconds = "s"
  case minutes = "m"
  case hours = "h"
  case days = "d"

  package var nanoseconds: UInt64 {
    switch self {
    case .microseconds: 1_000
    case .milliseconds: 1_000_000
    case .seconds: 1_000_000_000
    case .minutes: 60_000_000_000
    case .hours: 3_600_000_000_000
    case .days: 86_400_000_000_000
    }
  }
}

/// Durations as text: amounts with units, such as `250ms` or `1m30s`.
package enum DurationText {
  /// Splits a text into amounts and units; nil if it holds anything else. An amount is any mix of ASCII digits and points.
  package static func parts(of text: some StringProtocol) -> [(amount: String, unit: TimeUnit)]? {
    var parts: [(amount: String, unit: TimeUnit)] = []
    var rest = text[...]
    while !rest.isEmpty {
      let amount = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest[amount.endIndex...]
      let name = rest.prefix { $0.isASCII && $0.isLetter }
      guard !amount.isEmpty, let unit = TimeUnit(rawValue: String(name)) else { return nil }
      rest = rest[name.endIndex...]
      parts.append((String(amount), unit))
    }
    return parts.isEmpty ? nil : parts
  }

  /// Reads a text of one amount and one unit, at most 64 bytes; nil for any other.
  package static func single(_ text: some StringProtocol) -> (amount: String, unit: TimeUnit)? {
    guard text.utf8.count <= 64, let parts = parts(of: text), parts.count == 1 else { return nil }
    return parts[0]
  }

  /// The milliseconds with one decimal place, rounded down: `0.4`.
  package static func milliseconds(_ nanoseconds: UInt64) -> String {
    "\(nanoseconds / 1_000_000).\(nanoseconds / 100_000 % 10)"
  }

  /// The longest duration that `nanoseconds(_:)` accepts: one day, in nanoseconds.
  package static let limit: UInt64 = 86_400_000_000_000

  /// Reads a duration of a scenario, such as `250ms`, `1.5s`, `2m` or `1h`: digits with at most one point, and a unit shorter than a day.
  package static func nanoseconds(_ text: some StringProtocol) -> UInt64? {
    guard let (amount, unit) = single(text), unit != .days, amount.first?.isNumber == true,
      amount.last?.isNumber == true, let number = Double(amount)
    else { return nil }
    let time = (number * Double(unit.nanoseconds)).rounded()
    return time <= Double(limit) ? UInt64(time) : nil
  }
}
