/// A place where keys may appear. Its raw value names it in messages.
enum KeyPlace: String, Sendable, CaseIterable {
  case scenario = "a scenario"
  case event = "an event"
  case wait = "a wait"
  case silence = "a silence"
  case repetition = "a repeat"
  case each = "an each"
  case breaking = "a break"
  case condition = "an if"
  case selection = "a switch"
  case choice = "a choose"
  case alternative = "an alternative of choose"
  case assignment = "a set"
  case use = "a use"
  case inclusion = "an include"
  case raw = "a raw step"
  case rawBytes = "raw"
  case writing = "a write step"
  case write = "write"
  case gate = "a gate"
  case awaiting = "an await"
  case signal = "a signal step"
  case signalValue = "signal"
  case response = "response"
  case framing = "framing"
  case respond = "a respond step"
  case answer = "respond"
  case attempt = "an entry of attempts"
  case resume = "resume"
  case request = "request"
  case mismatch = "mismatch"
  case cors = "cors"
  case preflight = "preflight"
  case client = "client"
  case pace = "pace"
  case proxy = "proxy"
  case drop = "drop"
  case reorder = "reorder"
  case timeline = "timeline"
  case expect = "expect"
  case end = "an end"

  /// The kinds of steps, in the order in which messages list their keys.
  static let steps: [KeyPlace] = [
    .event, .wait, .silence, .repetition, .each, .breaking, .condition, .selection, .choice, .assignment,
    .use, .inclusion, .raw, .writing, .gate, .awaiting, .signal, .respond, .end,
  ]

  /// The keys that identify a step of this kind: its first key; for an event, every key but `after`. Empty if this is not a step.
  var leading: [String] { Self.leadingKeys[self] ?? [] }

  private static let leadingKeys = Dictionary(
    uniqueKeysWithValues: steps.map { place in
      let names = place.keys.map(\.name)
      return (place, place == .event ? names.filter { $0 != "after" } : Array(names.prefix(1)))
    })

  /// The place as the end of a sentence, such as "in an event".
  var whereabouts: String { self == .scenario ? "at the top of a scenario" : "in " + rawValue }

  func key(_ name: String) -> KeyDefinition? { allKeys.first { $0.name == name } }

  /// The default of a key whose default is a whole number.
  func defaultNumber(of name: String) -> Int {
    guard let number = key(name)?.defaultValue.flatMap({ Int($0) }) else {
      preconditionFailure("\(rawValue): '\(name)' has no whole number as its default")
    }
    return number
  }

  var keyNames: [String] { allKeys.map(\.name) }

  /// The keys that may appear here: the place's own keys, and those of an event where a single event may replace `steps`.
  var allKeys: [KeyDefinition] {
    switch self {
    case .repetition, .each, .alternative: keys + ScenarioKeys.event
    default: keys
    }
  }

  var keys: [KeyDefinition] {
    switch self {
    case .scenario: ScenarioKeys.scenario
    case .event: ScenarioKeys.event
    case .wait: ScenarioKeys.wait
    case .silence: ScenarioKeys.silence
    case .repetition: ScenarioKeys.repetition
    case .each: ScenarioKeys.each
    case .breaking: ScenarioKeys.breaking
    case .condition: ScenarioKeys.condition
    case .selection: ScenarioKeys.selection
    case .choice: ScenarioKeys.choice
    case .alternative: ScenarioKeys.alternative
    case .assignment: ScenarioKeys.assignment
    case .use: ScenarioKeys.use
    case .inclusion: ScenarioKeys.inclusion
    case .raw: ScenarioKeys.raw
    case .rawBytes: ScenarioKeys.rawBytes
    case .writing: ScenarioKeys.writing
    case .write: ScenarioKeys.write
    case .gate: ScenarioKeys.gate
    case .awaiting: ScenarioKeys.awaiting
    case .signal: ScenarioKeys.signal
    case .signalValue: ScenarioKeys.signalValue
    case .response: ScenarioKeys.response
    case .framing: ScenarioKeys.framingKeys
    case .respond: ScenarioKeys.respond
    case .answer: ScenarioKeys.answer
    case .attempt: ScenarioKeys.attempt
    case .resume: ScenarioKeys.resume
    case .request: ScenarioKeys.request
    case .mismatch: ScenarioKeys.mismatch
    case .cors: ScenarioKeys.cors
    case .preflight: ScenarioKeys.preflight
    case .client: ScenarioKeys.client
    case .pace: ScenarioKeys.pace
    case .proxy: ScenarioKeys.proxy
    case .drop: Drop.keys
    case .reorder: Reorder.keys
    case .timeline: ScenarioKeys.timeline
    case .expect: ScenarioKeys.expect
    case .end: ScenarioKeys.end
    }
  }
}
