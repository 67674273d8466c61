/// Works out `Content-Length` for `framing: length`: plays a copy of the plan to its end, before the head is sent.
struct BodyMeasure: Sendable {
  /// The copy of the plan, in an array because `Plan` holds a `BodyMeasure` and a value type cannot contain itself.
  private var plans: [Plan]
  private var time: PlanTime = 0
  private var writes = Writes()
  private var work = 0
  private(set) var count: UInt64 = 0

  enum Progress { case goesOn, isDone, tooMuch }

  init(_ plan: Plan) {
    var copy = plan
    copy.framing = nil
    copy.phase = .head
    // The origin server announces the whole body, however much of it the proxy passes on.
    copy.stages.forgetCuts()
    plans = [copy]
  }

  mutating func proceed(_ clock: ClockReading, _ meter: inout Meter) -> Progress {
    guard !plans.isEmpty else { return .tooMuch }
    while true {
      guard work < plans[0].allowance else { return .tooMuch }
      guard meter.work > 0 else { return .goesOn }
      var turn = Meter(work: meter.work, bytes: Meter.turn.bytes)
      let then = ClockReading(
        wall: clock.wall &+ Int64(clamping: time), monotonic: clock.monotonic &+ time)
      let next = plans[0].advance(to: time, clock: then, meter: &turn, into: &writes)
      // At least one unit, so that the loop ends.
      let spent = max(meter.work - turn.work, 1)
      work += spent
      meter.work -= spent
      count += UInt64(writes.bytes.count)
      writes.removeAll()
      switch next {
      case .at(let later): time = later
      // Signals are ignored here: the plan itself sends them, after the head.
      case .head, .signal, .again: continue
      case .end: return .isDone
      // A stream that may stay open forever has no length; the compiler rejects such scenarios.
      case .gate, .idle, .respond, .follow: return .tooMuch
      }
    }
  }
}

extension Plan {
  /// - Returns: whether measuring is over: either the length is known, or measuring took too much work.
  mutating func measureBody(_ clock: ClockReading, _ meter: inout Meter) -> Bool {
    var measure = measure ?? BodyMeasure(self)
    self.measure = nil
    switch measure.proceed(clock, &meter) {
    case .goesOn:
      self.measure = measure
      return false
    case .isDone:
      head.framing = .length(measure.count)
      phase = .head
    case .tooMuch:
      refuse(
        PlainResponse(
          failure:
            "'framing: length' has to know the whole body first, and that takes more than 2 seconds of work; make the stream shorter, or leave out 'framing'"
        ), at: start)
    }
    return true
  }
}
