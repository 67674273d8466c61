/// How fast plan time passes: `?speed=10` plays ten times faster.
public struct PlaySpeed: Hashable, Sendable {
  public static let allowed = 0.01...1000.0

  public let factor: Double

  public static let normal = PlaySpeed(unchecked: 1)

  /// Reads plain decimal digits with at most one point; nil for anything else, or out of range.
  public init?(_ text: String) {
    let bytes = text.utf8
    guard (1...32).contains(bytes.count), bytes.contains(where: { $0 != UInt8(ascii: ".") }),
      bytes.allSatisfy({ $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let factor = Double(text), Self.allowed.contains(factor)
    else { return nil }
    self.factor = factor
  }

  private init(unchecked factor: Double) { self.factor = factor }

  /// How long a stretch of plan time takes, in nanoseconds.
  public func duration(of planTime: UInt64) -> UInt64 {
    if factor == 1 { return planTime }
    let duration = Double(planTime) / factor
    return duration < 9e18 ? UInt64(duration) : 9_000_000_000_000_000_000
  }

  /// How much plan time passes in a stretch of time, in nanoseconds.
  func planTime(of duration: UInt64) -> UInt64 {
    if factor == 1 { return duration }
    let time = Double(duration) * factor
    return time < 9e18 ? UInt64(time) : 9_000_000_000_000_000_000
  }
}
