import TextForms

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
  /// Units of work done since its reader last set this to zero.
  var spent = 0
  /// Units of work that the evaluation which has begun may still take.
  private(set) var remaining = EvaluationError.workLimit

  /// What series remember, by the places of `Scope.declareState`.
  private(set) var states: [Value]
  /// Bytes of memory that the states take.
  private(set) var stateWeight = 0
  private var lookups: [Value?]
  private var parts: [Scope.Lookup.Part: Value] = [:]
  private var iso = ISOTime()
  private(set) var request: PlanRequest

  init(
    layout: Layout, request: PlanRequest, clock: ClockReading = ClockReading(wall: 0, monotonic: 0)
  ) {
    slots = Array(repeating: .null, count: layout.slots)
    states = Array(repeating: .null, count: layout.states)
    lookups = Array(repeating: nil, count: layout.lookups)
    random = SeededRandom(seed: request.seed)
    self.clock = clock
    var request = request
    request.body = request.body.read(as: layout.reads)
    spent = request.body.work
    self.request = request
  }

  /// Begins an evaluation: of a block, a `set`, a condition, all fields of a head, or `vars`. All expressions in it share its work.
  mutating func begin() { remaining = EvaluationError.workLimit }

  // MARK: Work

  /// Takes units of work, before they are done.
  mutating func charge(_ units: Int) throws(EvaluationError) {
    guard units <= remaining else { throw .tooMuchWork }
    remaining -= units
    spent &+= units
  }

  /// Adds to what the turn has cost, where it is not for the evaluation to fail of it.
  mutating func add(work units: Int) { spent &+= units }

  /// For bytes that are read or written.
  mutating func charge(bytes: Int) throws(EvaluationError) { try charge(1 + bytes >> 6) }

  /// For elements that are copied.
  mutating func charge(elements: Int) throws(EvaluationError) { try charge(1 + elements >> 3) }

  /// For making a text of that many bytes, which is refused if it is too long.
  mutating func charge(text bytes: Int) throws(EvaluationError) {
    guard bytes <= EvaluationError.outputLimit else { throw .tooMuchOutput }
    try charge(bytes: bytes)
  }

  /// For making a text longer, which is refused if it becomes too long.
  mutating func charge(text bytes: Int, writing added: Int) throws(EvaluationError) {
    guard bytes <= EvaluationError.outputLimit else { throw .tooMuchOutput }
    try charge(bytes: added)
  }

  /// For making an array of that many elements, which is refused if it is too large.
  mutating func charge(array count: Int) throws(EvaluationError) {
    guard count <= EvaluationError.weightLimit / MemoryLayout<Value>.stride else { throw .tooLarge }
    try charge(bytes: count * MemoryLayout<Value>.stride)
    // Each may be a text, whose references are counted where it is kept.
    add(work: count >> 1)
  }

  /// For looking for a name among the members of an object.
  mutating func charge(lookupOf name: String, in members: Value.Members) throws(EvaluationError) {
    let (bytes, overflow) = members.count.multipliedReportingOverflow(by: name.utf8.count)
    try charge(1 + members.count >> 3 + (overflow ? Int.max >> 6 : bytes >> 6))
  }

  /// The value, if it is neither too large nor too deep to be kept.
  func checked(_ value: Value) throws(EvaluationError) -> Value {
    guard value.depth <= EvaluationError.depthLimit else { throw .tooDeep }
    guard value.weight <= EvaluationError.weightLimit else { throw .tooLarge }
    return value
  }

  // MARK: What expressions see

  /// `2026-11-22T10:30:19.123Z`, and eight bytes that mean nothing.
  var nowText: SIMD32<UInt8> {
    mutating get { iso.text(wall: clock.wall) }
  }

  /// Appends `2026-11-22T10:30:19.123Z`.
  mutating func appendNow(to buffer: inout [UInt8]) { iso.append(wall: clock.wall, to: &buffer) }

  /// Goes on with the request of another evaluation, at its time.
  mutating func adopt(_ other: Evaluation) {
    request = other.request
    clock = other.clock
    for index in lookups.indices { lookups[index] = nil }
    parts = [:]
  }

  /// Keeps no more of the request than its seed.
  mutating func forgetRequest() {
    request = PlanRequest(seed: request.seed)
  }

  func slot(_ index: Int) -> Value { index < slots.count ? slots[index] : .null }

  /// A member of the request.
  mutating func lookup(_ lookup: Scope.Lookup, at place: Int) throws(EvaluationError) -> Value {
    if place < lookups.count, let known = lookups[place] { return known }
    try charge(bytes: request.length(of: lookup.part))
    let value = request.value(of: lookup)
    if place < lookups.count { lookups[place] = value }
    return value
  }

  /// All parameters or fields of the request, as an object.
  mutating func part(_ part: Scope.Lookup.Part) throws(EvaluationError) -> Value {
    if let known = parts[part] { return known }
    let length = request.length(of: part)
    try charge(length >> 2)
    let value = try checked(request.value(of: part))
    parts[part] = value
    return value
  }

  // MARK: What series remember

  /// Takes out what a series remembers, which is unknown until `remember` is called.
  mutating func recall(_ place: Int) -> Value {
    guard place < states.count else { return .null }
    let value = states[place]
    stateWeight -= value.weight
    states[place] = .null
    return value
  }

  mutating func remember(_ value: Value, _ place: Int) throws(EvaluationError) {
    guard place < states.count else { return }
    guard stateWeight + value.weight <= EvaluationError.memoryLimit else { throw .tooManyKeys }
    stateWeight += value.weight
    states[place] = value
  }
}
