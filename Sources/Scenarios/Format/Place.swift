/// Where a key may stand.
enum Place: String, Sendable, CaseIterable {
  case scenario = "a scenario"
  case event = "an event"
  case wait = "a wait"
  case repetition = "a repeat"
  case each = "an each"
  case raw = "a raw step"
  case rawBytes = "raw"
  case end = "an end"

  /// Where a key of this place stands, for a sentence.
  var whereabouts: String { self == .scenario ? "at the top of a scenario" : "in " + rawValue }

  /// The keys that a step of this kind begins with or, for an event, consists of; empty for what is no step.
  var leading: [String] {
    switch self {
    case .event: ["event", "data", "id", "retry", "comment"]
    case .wait: ["wait"]
    case .repetition: ["repeat"]
    case .each: ["each"]
    case .raw: ["raw"]
    case .end: ["end"]
    case .scenario, .rawBytes: []
    }
  }

  static let steps = allCases.filter { !$0.leading.isEmpty }

  var keys: [KeyDefinition] {
    switch self {
    case .scenario: ScenarioKeys.scenario
    case .event: ScenarioKeys.event
    case .wait: ScenarioKeys.wait
    case .repetition: ScenarioKeys.repetition
    case .each: ScenarioKeys.each
    case .raw: ScenarioKeys.raw
    case .rawBytes: ScenarioKeys.rawBytes
    case .end: ScenarioKeys.end
    }
  }

  /// What stands here may also be an event of its own, in place of `steps`.
  var takesEventKeys: Bool { self == .repetition || self == .each }

  func key(_ name: String) -> KeyDefinition? {
    keys.first { $0.name == name } ?? (takesEventKeys ? Place.event.key(name) : nil)
  }

  var keyNames: [String] {
    takesEventKeys ? keys.map(\.name) + Place.event.keys.map(\.name) : keys.map(\.name)
  }
}
