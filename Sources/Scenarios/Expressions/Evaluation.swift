import TextForms

/// The context in which expressions are evaluated: everything that they can read, and the state that they keep.
///
/// It has value semantics: a copy continues independently, from the same state of random numbers and series.
struct Evaluation: Sendable {
  /// Variables and loop variables, indexed by the slots that `Scope` assigns.
  var slots: [Value]
  var random: SeededRandom
  var clock: ClockReading
  /// Nanoseconds of plan time.
  var elapsed: UInt64 = 0
  /// The number, from 1, of the event being sent.
  var counter = 0
  /// Units of work done since the owner last set this to zero.
  var spent = 0
  /// Units of work left for the current evaluation.
  private(set) var remaining = EvaluationError.workLimit

  /// The state of series, indexed by the places that `Scope.declareState` assigns.
  private(set) var states: [Value]
  /// Bytes of memory that the values in `states` take.
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

  /// Begins an evaluation, whose expressions share one work limit: those of a block, a `set`, a condition, a whole head, or `vars`.
  mutating func begin() { remaining = EvaluationError.workLimit }

  // MARK: Work

  /// Charges for work before it is done; throws `tooMuchWork` if the evaluation's limit does not allow it.
  mutating func charge(_ units: Int) throws(EvaluationError) {
    guard units <= remaining else { throw .tooMuchWork }
    remaining -= units
    spent &+= units
  }

  /// Adds work to the cost of the turn without counting it against the evaluation's limit.
  mutating func add(work units: Int) { spent &+= units }

  /// Charges for bytes that are read or written.
  mutating func charge(bytes: Int) throws(EvaluationError) { try charge(1 + bytes >> 6) }

  /// Charges for elements that are copied.
  mutating func charge(elements: Int) throws(EvaluationError) { try charge(1 + elements >> 3) }

  /// Charges for making a text of `bytes` bytes; throws `tooMuchOutput` if that is too long. `added` is the number of bytes that are
  /// written now; nil if all of them are.
  mutating func charge(text bytes: Int, writing added: Int? = nil) throws(EvaluationError) {
    guard bytes <= EvaluationError.outputLimit else { throw .tooMuchOutput }
    try charge(bytes: added ?? bytes)
  }

  /// Charges for making an array of `count` elements; throws `tooLarge` if it would be too large.
  mutating func charge(array count: Int) throws(EvaluationError) {
    guard count <= EvaluationError.weightLimit / MemoryLayout<Value>.stride else { throw .tooLarge }
    try charge(bytes: count * MemoryLayout<Value>.stride)
    // Each element may be a text, which is retained when it is copied.
    add(work: count >> 1)
  }

  /// Charges for looking up a name among the members of an object, which compares it with the name of each member.
  mutating func charge(lookupOf name: String, in members: Value.Members) throws(EvaluationError) {
    let (bytes, overflow) = members.count.multipliedReportingOverflow(by: name.utf8.count)
    try charge(1 + members.count >> 3 + (overflow ? Int.max >> 6 : bytes >> 6))
  }

  /// Returns the value; throws if it is too large or nested too deeply.
  func checked(_ value: Value) throws(EvaluationError) -> Value {
    guard value.depth <= EvaluationError.depthLimit else { throw .tooDeep }
    guard value.weight <= EvaluationError.weightLimit else { throw .tooLarge }
    return value
  }

  // MARK: Request and clocks

  /// `2026-11-22T10:30:19.123Z`, followed by eight unused bytes.
  var nowText: SIMD32<UInt8> {
    mutating get { iso.text(wall: clock.wall) }
  }

  /// Appends `2026-11-22T10:30:19.123Z`.
  mutating func appendNow(to buffer: inout [UInt8]) { iso.append(wall: clock.wall, to: &buffer) }

  /// Replaces the request and the clock reading by those of another evaluation.
  mutating func adopt(_ other: Evaluation) {
    request = other.request
    clock = other.clock
    for index in lookups.indices { lookups[index] = nil }
    parts = [:]
  }

  /// Replaces the request by an empty one with the same seed.
  mutating func forgetRequest() {
    request = PlanRequest(seed: request.seed)
  }

  func slot(_ index: Int) -> Value { index < slots.count ? slots[index] : .null }

  /// Returns one parameter or header field of the request. It is looked up once and then kept.
  mutating func lookup(_ lookup: Scope.Lookup, at place: Int) throws(EvaluationError) -> Value {
    if place < lookups.count, let known = lookups[place] { return known }
    try charge(bytes: request.length(of: lookup.part))
    let value = request.value(of: lookup)
    if place < lookups.count { lookups[place] = value }
    return value
  }

  /// Returns all parameters or header fields of the request as an object, which is made once and then kept.
  mutating func part(_ part: Scope.Lookup.Part) throws(EvaluationError) -> Value {
    if let known = parts[part] { return known }
    let length = request.length(of: part)
    try charge(length >> 2)
    let value = try checked(request.value(of: part))
    parts[part] = value
    return value
  }

  // MARK: State of series

  /// Removes and returns the state of a series. The state is then null until `remember` is called.
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
