/// How fast the turns of a loop follow one another: the time to the first, the rate, and how far each may deviate from it.
struct LoopPace: Sendable {
  /// Nanoseconds that a wait may take at most: a day.
  private static let limit = Double(Delay.limit)

  var first: Delay?
  /// Nanoseconds from one turn to the next.
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

  /// The plan time that a turn takes.
  var turn: Delay {
    spread == 0 ? .fixed(interval) : .range(interval - min(spread, interval), interval + spread)
  }

  /// Returns the nanoseconds between two turns at a rate such as `40/s`; nil for anything else, and for less than one a day.
  static func interval(_ text: String) -> UInt64? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = decimal(parts[0]), count > 0 else { return nil }
    let unit: Double
    switch parts[1] {
    case "s": unit = 1e9
    case "m": unit = 60e9
    case "h": unit = 3_600e9
    default: return nil
    }
    let interval = unit / count
    // At most a million per second.
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
