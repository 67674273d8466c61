import TextForms

/// How long something takes, in nanoseconds.
enum Delay: Sendable {
  case fixed(UInt64)
  /// Drawn anew each time, uniformly, both ends included.
  case range(UInt64, UInt64)
  /// Text such as `${number * 100}ms`.
  case template(Template)

  /// The longest delay: one day.
  static let limit = DurationText.limit

  /// The shortest possible delay; 0 if that is not known at load.
  var least: UInt64 {
    switch self {
    case .fixed(let time): time
    case .range(let low, _): low
    case .template: 0
    }
  }

  /// The middle of its range; 0 if that is not known at load.
  var typical: UInt64 {
    switch self {
    case .fixed(let time): time
    case .range(let low, let high): low + (high - low) / 2
    case .template: 0
    }
  }

  var effects: Effects { if case .template(let template) = self { template.effects } else { [] } }

  var isKnown: Bool { if case .template = self { false } else { true } }

  /// Reads a duration, or a range such as `200ms..2s`; nil for anything else.
  static func parse(_ text: String) -> Delay? {
    if let time = DurationText.nanoseconds(text) { return .fixed(time) }
    guard let dots = text.firstRange(of: "..") else { return nil }
    guard let low = DurationText.nanoseconds(text[..<dots.lowerBound].filter { $0 != " " }),
      let high = DurationText.nanoseconds(text[dots.upperBound...].filter { $0 != " " }), low <= high
    else { return nil }
    return .range(low, high)
  }
}
