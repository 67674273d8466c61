/// What expressions are evaluated in: everything they can see and everything they remember.
///
/// A value: a copy goes on independently with the same random numbers and series.
struct Evaluation: Sendable {
  /// Variables and loop variables, by the slots of `Scope`.
  var slots: [Value]
  var random: SeededRandom
  var clock: ClockReading
  /// Nanoseconds of plan time.
  var elapsed: UInt64 = 0
  /// The number, from 1, of the event being sent.
  var counter = 0
  let request: PlanRequest

  /// What series remember, by the places of `Scope.declareState`.
  var states: [Value]
  private var lookups: [Value?]
  private var parsedBody: Value?
  private var iso = ISOTime()
  /// Steps that the expression being evaluated may still take.
  private var remaining = EvaluationError.stepLimit

  init(
    layout: Layout, request: PlanRequest, clock: ClockReading = ClockReading(wall: 0, monotonic: 0)
  ) {
    slots = Array(repeating: .null, count: layout.slots)
    states = Array(repeating: .null, count: layout.states)
    lookups = Array(repeating: nil, count: layout.lookups)
    random = SeededRandom(seed: request.seed)
    self.clock = clock
    self.request = request
  }

  mutating func begin() { remaining = EvaluationError.stepLimit }

  /// Takes steps from the expression's budget.
  mutating func charge(_ steps: Int) throws(EvaluationError) {
    guard steps <= remaining else { throw .tooManySteps }
    remaining -= steps
  }

  /// Takes steps for text of that many bytes, and refuses it if it is too long.
  mutating func chargeText(_ bytes: Int) throws(EvaluationError) {
    guard bytes <= EvaluationError.outputLimit else { throw .tooMuchOutput }
    try charge(1 + bytes >> 6)
  }

  /// Takes steps for looking through text of that many bytes.
  mutating func chargeScan(_ bytes: Int) throws(EvaluationError) { try charge(1 + bytes >> 8) }

  /// Takes steps for every value that would be part of a new array or object, and refuses deep nesting, so that
  /// no value can grow beyond what comparing, writing and freeing it can bear.
  mutating func chargeContent(_ value: Value, depth: Int = 1) throws(EvaluationError) {
    switch value {
    case .array(let elements):
      guard depth < EvaluationError.depthLimit else { throw .tooDeep }
      try charge(1 + elements.count)
      for element in elements { try chargeContent(element, depth: depth + 1) }
    case .object(let members):
      guard depth < EvaluationError.depthLimit else { throw .tooDeep }
      try charge(1 + members.count)
      for value in members.values { try chargeContent(value, depth: depth + 1) }
    default: return
    }
  }

  /// Refuses a value that is too large or too deep to be kept; for what is put together outside of expressions.
  mutating func admit(_ value: Value) throws(EvaluationError) {
    begin()
    try chargeContent(value, depth: 0)
  }

  /// An array of texts, within the budget.
  mutating func pieces(_ pieces: some Sequence<String>) throws(EvaluationError) -> Value {
    var values: [Value] = []
    for piece in pieces {
      try charge(1)
      values.append(.string(piece))
    }
    return .array(values)
  }

  /// The value as text, within the budget.
  mutating func text(of value: Value) throws(EvaluationError) -> String {
    if case .string(let text) = value { return text }
    var buffer: [UInt8] = []
    guard value.append(.text, to: &buffer, end: EvaluationError.outputLimit) else { throw .tooMuchOutput }
    try chargeText(buffer.count)
    return String(decoding: buffer, as: UTF8.self)
  }

  /// `2026-11-22T10:30:19.123Z`, and eight bytes that mean nothing.
  var nowText: SIMD32<UInt8> {
    mutating get { iso.text(wall: clock.wall) }
  }

  /// Appends `2026-11-22T10:30:19.123Z`.
  mutating func appendNow(to buffer: inout [UInt8]) { iso.append(wall: clock.wall, to: &buffer) }

  /// The request's body read as JSON; null if there is none or it is not JSON.
  mutating func body() -> Value {
    if let parsedBody { return parsedBody }
    let value = request.body.isEmpty ? .null : Value.parse(json: request.body) ?? .null
    parsedBody = value
    return value
  }

  func slot(_ index: Int) -> Value { index < slots.count ? slots[index] : .null }

  mutating func lookup(_ lookup: Scope.Lookup, at place: Int) -> Value {
    guard place < lookups.count else { return request.value(of: lookup) }
    if let known = lookups[place] { return known }
    let value = request.value(of: lookup)
    lookups[place] = value
    return value
  }
}
