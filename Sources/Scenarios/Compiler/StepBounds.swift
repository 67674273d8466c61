/// What can be known of steps before they play.
struct StepBounds {
  /// Events, at most; nil: without end.
  var events: Int? = 0
  /// Turns of loops that end, at most.
  var turns = 0
  /// Nanoseconds that pass, at least.
  var least: UInt64 = 0
  /// Nanoseconds that pass, in the middle; nil: without end.
  var typical: UInt64? = 0
  /// Whether there are waits whose length shows only when they play.
  var waitsUnknown = false
  /// Whether a loop's turns can be counted only when they play; it stands in the sums with one.
  var turnsUnknown = false

  /// Whether what comes after is never reached.
  var neverEnds = false
  /// Whether something is sent wherever the steps go.
  var surelySends = false
  /// Whether bytes are written that the playground must not add to.
  var hasExactBytes = false
  /// The first step that may hold the stream for ever, as it is written, and its line.
  var holding: (step: String, line: Int)?

  /// What can be known where one of several things happens.
  static func any(of all: [StepBounds]) -> StepBounds {
    guard let first = all.first else { return StepBounds() }
    return all.dropFirst().reduce(first) { a, b in
      StepBounds(
        events: a.events.flatMap { x in b.events.map { max(x, $0) } }, turns: max(a.turns, b.turns),
        least: min(a.least, b.least),
        typical: a.typical.flatMap { x in b.typical.map { max(x, $0) } },
        waitsUnknown: a.waitsUnknown || b.waitsUnknown, turnsUnknown: a.turnsUnknown || b.turnsUnknown,
        neverEnds: a.neverEnds && b.neverEnds, surelySends: a.surelySends && b.surelySends,
        hasExactBytes: a.hasExactBytes || b.hasExactBytes, holding: a.holding ?? b.holding)
    }
  }

  static func + (a: StepBounds, b: StepBounds) -> StepBounds {
    StepBounds(
      events: a.events.flatMap { x in b.events.map { saturate(x.addingReportingOverflow($0)) } },
      turns: saturate(a.turns.addingReportingOverflow(b.turns)),
      least: saturate(a.least.addingReportingOverflow(b.least)),
      typical: a.typical.flatMap { x in b.typical.map { saturate(x.addingReportingOverflow($0)) } },
      waitsUnknown: a.waitsUnknown || b.waitsUnknown, turnsUnknown: a.turnsUnknown || b.turnsUnknown,
      neverEnds: a.neverEnds || b.neverEnds, surelySends: a.surelySends || b.surelySends,
      hasExactBytes: a.hasExactBytes || b.hasExactBytes, holding: a.holding ?? b.holding)
  }

  func times(_ count: Int) -> StepBounds {
    let factor = UInt64(clamping: count)
    return StepBounds(
      events: events.map { Self.saturate($0.multipliedReportingOverflow(by: max(count, 0))) },
      turns: Self.saturate(turns.multipliedReportingOverflow(by: max(count, 0))),
      least: Self.saturate(least.multipliedReportingOverflow(by: factor)),
      typical: typical.map { Self.saturate($0.multipliedReportingOverflow(by: factor)) },
      waitsUnknown: waitsUnknown, turnsUnknown: turnsUnknown, neverEnds: neverEnds)
  }

  static func waiting(_ delay: Delay?) -> StepBounds {
    guard let delay else { return StepBounds() }
    return StepBounds(least: delay.least, typical: delay.typical, waitsUnknown: !delay.isKnown)
  }

  private static func saturate<T: FixedWidthInteger>(_ result: (partialValue: T, overflow: Bool)) -> T {
    result.overflow ? .max : result.partialValue
  }
}
