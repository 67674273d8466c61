/// How fast plan time passes: `?speed=10` plays ten times faster.
package struct PlaySpeed: Hashable, Sendable {
  /// The factors that `?speed=` accepts.
  package static let allowed = 0.01...1000.0
  /// The longest duration in either time, in nanoseconds: 285 years.
  private static let limit: UInt64 = 9_000_000_000_000_000_000

  package let factor: Double

  package static let normal = PlaySpeed(unchecked: 1)

  /// Reads plain decimal digits with at most one point; nil for anything else, or if it is out of range.
  package init?(_ text: String) {
    let bytes = text.utf8
    guard (1...32).contains(bytes.count), bytes.contains(where: { $0 != UInt8(ascii: ".") }),
      bytes.allSatisfy({ $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let factor = Double(text), Self.allowed.contains(factor)
    else { return nil }
    self.factor = factor
  }

  private init(unchecked factor: Double) { self.factor = factor }

  /// Returns how long a span of plan time takes, in nanoseconds. It is rounded up, so that the whole span has passed by then:
  /// `planTime(of: duration(of: time)) >= time`.
  package func duration(of planTime: UInt64) -> UInt64 {
    if factor == 1 { return planTime }
    let planTime = min(planTime, Self.limit)
    let duration = (Double(planTime) / factor).rounded(.up)
    guard duration < Double(Self.limit) else { return Self.limit }
    var rounded = UInt64(duration)
    // The step between neighboring values of a `Double` of this size.
    let step = max(UInt64(duration.ulp), 1)
    while rounded < Self.limit, self.planTime(of: rounded) < planTime { rounded += step }
    return rounded
  }

  /// Returns how much plan time passes in a span of time, in nanoseconds.
  package func planTime(of duration: UInt64) -> UInt64 {
    if factor == 1 { return duration }
    let time = Double(duration) * factor
    return time < Double(Self.limit) ? UInt64(time) : Self.limit
  }
}
