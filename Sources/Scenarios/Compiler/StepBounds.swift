/// What can be known of steps before they play.
struct StepBounds {
  /// Events, at most; nil: without end.
  var events: Int? = 0
  /// Nanoseconds that pass, at least.
  var least: UInt64 = 0
  /// Nanoseconds that pass, in the middle; nil: without end.
  var typical: UInt64? = 0
  /// Whether there are waits whose length shows only when they play.
  var waitsUnknown = false

  var isEndless: Bool { typical == nil }

  static func + (a: StepBounds, b: StepBounds) -> StepBounds {
    StepBounds(
      events: a.events.flatMap { x in b.events.map { saturate(x.addingReportingOverflow($0)) } },
      least: saturate(a.least.addingReportingOverflow(b.least)),
      typical: a.typical.flatMap { x in b.typical.map { saturate(x.addingReportingOverflow($0)) } },
      waitsUnknown: a.waitsUnknown || b.waitsUnknown)
  }

  func times(_ count: Int) -> StepBounds {
    let factor = UInt64(clamping: count)
    return StepBounds(
      events: events.map { Self.saturate($0.multipliedReportingOverflow(by: max(count, 0))) },
      least: Self.saturate(least.multipliedReportingOverflow(by: factor)),
      typical: typical.map { Self.saturate($0.multipliedReportingOverflow(by: factor)) },
      waitsUnknown: waitsUnknown)
  }

  static func waiting(_ delay: Delay?) -> StepBounds {
    guard let delay else { return StepBounds() }
    return StepBounds(least: delay.least, typical: delay.typical, waitsUnknown: !delay.isKnown)
  }

  private static func saturate<T: FixedWidthInteger>(_ result: (partialValue: T, overflow: Bool)) -> T {
    result.overflow ? .max : result.partialValue
  }
}
