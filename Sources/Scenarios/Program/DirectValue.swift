/// What an expression is that only names something.
enum DirectValue: Sendable {
  case slot(Int)
  case slotPlusOne(Int)
  case counter, elapsed, now, nowMs, unix, monotonic
}

extension BuiltInName {
  var direct: DirectValue? {
    switch self {
    case .counter: .counter
    case .elapsed: .elapsed
    case .now: .now
    case .nowMs: .nowMs
    case .unix: .unix
    case .monotonic: .monotonic
    default: nil
    }
  }
}
