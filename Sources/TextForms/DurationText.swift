/// A unit of time, as its name is written.
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

/// Durations as they are written: amounts with units, `250ms`, `1m30s`.
package enum DurationText {
  /// The amounts and units of a text; nil where it is not made of these alone. An amount is ASCII digits and points, unchecked.
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

  /// The amount and the unit of a text that has one of each.
  package static func single(_ text: some StringProtocol) -> (amount: String, unit: TimeUnit)? {
    guard text.utf8.count <= 64, let parts = parts(of: text), parts.count == 1 else { return nil }
    return parts[0]
  }

  /// The longest that `nanoseconds` reads: one day.
  package static let limit: UInt64 = 86_400_000_000_000

  /// Reads a duration as scenarios write it, `250ms`, `1.5s`, `2m`, `1h`: digits, at most one point, and a unit below a day.
  package static func nanoseconds(_ text: some StringProtocol) -> UInt64? {
    guard let (amount, unit) = single(text), unit != .days, amount.first?.isNumber == true,
      amount.last?.isNumber == true, let number = Double(amount)
    else { return nil }
    let time = (number * Double(unit.nanoseconds)).rounded()
    return time <= Double(limit) ? UInt64(time) : nil
  }
}
