import TextForms

/// How fast the iterations of a loop follow one another: the time to the first, the rate, and how far each may deviate from it.
struct LoopPace: Sendable {
  /// The longest interval, in nanoseconds: one day.
  private static let limit = Double(Delay.limit)

  var first: Delay?
  /// Nanoseconds from one iteration to the next.
  var interval: UInt64
  /// Nanoseconds by which a wait may be longer or shorter.
  var spread: UInt64

  /// - Parameter jitter: the largest deviation, as a fraction of the interval from 0 to 1.
  init(first: Delay?, interval: UInt64, jitter: Double) {
    self.first = first
    self.interval = min(interval, Delay.limit)
    spread = UInt64((Double(self.interval) * min(max(jitter, 0), 1)).rounded())
  }

  var effects: Effects { (first?.effects ?? []).union(spread > 0 ? .random : []) }

  /// The plan time that an iteration takes.
  var iteration: Delay {
    spread == 0 ? .fixed(interval) : .range(interval - min(spread, interval), interval + spread)
  }

  /// Returns the nanoseconds between two iterations at a rate such as `40/s`; nil for other texts, and for rates below one a day.
  static func interval(_ text: String) -> UInt64? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = decimal(parts[0]), count > 0,
      let unit = TimeUnit(rawValue: String(parts[1])), [.seconds, .minutes, .hours].contains(unit)
    else { return nil }
    let interval = Double(unit.nanoseconds) / count
    // The highest rate is a million per second.
    return interval >= 1_000 && interval <= limit ? UInt64(interval.rounded()) : nil
  }

  /// Returns `20%` as 0.2; nil for anything but a percentage from 0 to 100.
  static func part(_ text: String) -> Double? {
    guard text.hasSuffix("%"), let number = decimal(text.dropLast()), number <= 100 else { return nil }
    return number / 100
  }

  /// Reads digits with at most one point between them.
  private static func decimal(_ text: Substring) -> Double? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), text.utf8.count <= 32,
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    return Double(text)
  }
}
