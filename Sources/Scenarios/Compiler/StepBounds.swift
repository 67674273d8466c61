/// The size and other properties of steps, as far as they are known before the steps play.
struct StepBounds {
  /// The maximum number of events; nil if the steps never end.
  var events: Int? = 0
  /// The maximum number of iterations of all loops that end.
  var iterations = 0
  /// The minimum duration, in nanoseconds.
  var least: UInt64 = 0
  /// The duration in nanoseconds, with random delays at the middle of their range; nil if the steps never end.
  var typical: UInt64? = 0
  /// Whether some wait has a length that is known only when it plays.
  var waitsUnknown = false
  /// Whether a loop's iterations can be counted only when it plays. `events`, `iterations` and `typical` then include its body once.
  var iterationsUnknown = false

  /// Whether steps after these are never reached.
  var neverEnds = false
  /// Whether every path through the steps sends something.
  var surelySends = false
  /// Whether the steps send raw bytes. By default, the playground then adds neither an opening comment nor heartbeats.
  var hasExactBytes = false
  /// The first step that may keep the stream open forever, as written in the scenario, and its line.
  var mayNeverEnd: (step: String, line: Int)?

  /// Returns the combined bounds of alternatives, of which only one plays.
  static func any(of all: [StepBounds]) -> StepBounds {
    guard let first = all.first else { return StepBounds() }
    return all.dropFirst().reduce(first) { a, b in
      StepBounds(
        events: a.events.flatMap { x in b.events.map { max(x, $0) } },
        iterations: max(a.iterations, b.iterations),
        least: min(a.least, b.least),
        typical: a.typical.flatMap { x in b.typical.map { max(x, $0) } },
        waitsUnknown: a.waitsUnknown || b.waitsUnknown,
        iterationsUnknown: a.iterationsUnknown || b.iterationsUnknown,
        neverEnds: a.neverEnds && b.neverEnds, surelySends: a.surelySends && b.surelySends,
        hasExactBytes: a.hasExactBytes || b.hasExactBytes, mayNeverEnd: a.mayNeverEnd ?? b.mayNeverEnd)
    }
  }

  static func + (a: StepBounds, b: StepBounds) -> StepBounds {
    StepBounds(
      events: a.events.flatMap { x in b.events.map { saturate(x.addingReportingOverflow($0)) } },
      iterations: saturate(a.iterations.addingReportingOverflow(b.iterations)),
      least: saturate(a.least.addingReportingOverflow(b.least)),
      typical: a.typical.flatMap { x in b.typical.map { saturate(x.addingReportingOverflow($0)) } },
      waitsUnknown: a.waitsUnknown || b.waitsUnknown,
      iterationsUnknown: a.iterationsUnknown || b.iterationsUnknown,
      neverEnds: a.neverEnds || b.neverEnds, surelySends: a.surelySends || b.surelySends,
      hasExactBytes: a.hasExactBytes || b.hasExactBytes, mayNeverEnd: a.mayNeverEnd ?? b.mayNeverEnd)
  }

  func times(_ count: Int) -> StepBounds {
    let factor = UInt64(clamping: count)
    return StepBounds(
      events: events.map { Self.saturate($0.multipliedReportingOverflow(by: max(count, 0))) },
      iterations: Self.saturate(iterations.multipliedReportingOverflow(by: max(count, 0))),
      least: Self.saturate(least.multipliedReportingOverflow(by: factor)),
      typical: typical.map { Self.saturate($0.multipliedReportingOverflow(by: factor)) },
      waitsUnknown: waitsUnknown, iterationsUnknown: iterationsUnknown, neverEnds: neverEnds)
  }

  static func waiting(_ delay: Delay?) -> StepBounds {
    guard let delay else { return StepBounds() }
    return StepBounds(least: delay.least, typical: delay.typical, waitsUnknown: !delay.isKnown)
  }

  private static func saturate<T: FixedWidthInteger>(_ result: (partialValue: T, overflow: Bool)) -> T {
    result.overflow ? .max : result.partialValue
  }
}
