/// A program that is running. Its time is only the sum of its waits, in nanoseconds.
struct ProgramRun: Sendable {
  /// What the program does next, for the plan to perform.
  enum Output: Sendable {
    case write(Int)
    case respond(Int)
    case gate(Int)
    /// A gate whose value goes into a variable; slot -1: no variable takes it.
    case await(gate: Int, slot: Int)
    /// A value for a gate of a session.
    case signal(Int)
    /// Nothing is sent from `since` until the program's time, not even heartbeats.
    case silence(since: PlanTime)
    /// New rules by which bytes are divided into writes.
    case rules(Int)
    case hold
    case end(Ending)
    /// The meter was spent before there was an output.
    case spent
    /// The program cannot continue; `failure` holds the reason.
    case failure

    var isWrite: Bool { if case .write = self { true } else { false } }
  }

  /// The latest time: 292 years.
  static let timeLimit = PlanTime(Int64.max)
  let program: Program
  private(set) var position = 0
  /// The position at which the run jumps to `entry`; -1 after the jump, or if there is none.
  private var entering = -1
  private var entry = 0
  private(set) var time: PlanTime = 0
  /// The number of blocks reached so far.
  private(set) var blocks: UInt64 = 0
  private var loops: [LoopState]
  /// Iterations of finite loops; each iteration of an endless loop resets the number to what it was before that loop.
  private var iterations = 0
  private var memory = RunMemory()
  /// Whether `end` steps are skipped, because the client came back after one of them.
  var skipsEnds = false
  /// The range of the last block's `id` value in the buffer it was written to.
  var idRange: Range<Int>?
  var evaluation: Evaluation
  /// The state of the random numbers before the length of the last silence was drawn.
  private var randomBeforeSilence = SeededRandom(seed: 0)
  /// When the silence that comes next began, if the run went back to it: the bytes before it may have taken some of its time.
  private var silenceBegan: PlanTime?
  private(set) var failure = ""

  init(program: Program, request: PlanRequest, clock: ClockReading) {
    self.program = program
    evaluation = Evaluation(layout: program.layout, request: request, clock: clock)
    loops = Array(repeating: LoopState(), count: program.loops.count)
  }

  /// The line of the instruction that gave the last output.
  var line: Int { position > 0 && position <= program.lines.count ? program.lines[position - 1] : 0 }

  /// Whether a `respond` step may still come.
  var mayRespond: Bool {
    let next = position <= entering ? entry : position
    return next < program.mayRespond.count && program.mayRespond[next]
  }

  /// Plays the steps at `entry` instead of the scenario's own, once the variables have their first values.
  mutating func enter(at entry: Int) {
    self.entry = entry
    entering = program.preludeCount
  }

  /// Bytes of memory of the variables and lists, and of what series remember.
  var weight: Int { memory.weight + evaluation.stateWeight }

  /// Runs to the next output, or until `work` is spent.
  mutating func next(_ work: inout Int) -> Output {
    do throws(PlanFailure) {
      while work > 0 {
        work -= 1
        if position == entering {
          entering = -1
          position = entry
        }
        guard position < program.instructions.count else { return .end(.complete) }
        let instruction = program.instructions[position]
        position += 1
        let output = try perform(instruction)
        work -= takeSpent()
        if let output { return output }
      }
      return .spent
    } catch {
      work -= takeSpent()
      failure = error.message
      return .failure
    }
  }

  /// Goes back to before the step that gave an output, so that the step is performed again.
  mutating func goBack(before output: Output) {
    switch output {
    // Only a `stop` is an instruction to go back to; otherwise, the program ran out of instructions.
    case .end:
      if position > 0, position <= program.instructions.count, case .stop = program.instructions[position - 1]
      {
        position -= 1
      }
    case .silence(let since):
      position -= 1
      // Not the end of zero length that `perform` reports as a silence.
      if case .silence = program.instructions[position] { silenceBegan = since }
      evaluation.random = randomBeforeSilence
      let passed = time - min(since, time)
      time = since
      evaluation.elapsed = since
      evaluation.clock.wall &-= Int64(truncatingIfNeeded: passed)
      evaluation.clock.monotonic &-= passed
    default: position -= 1
    }
  }

  /// Begins the steps later: a silence to which the run went back ends later, too.
  mutating func begin(at start: PlanTime, delayedBy delay: PlanTime) {
    advance(to: start)
    silenceBegan = silenceBegan?.later(by: delay)
  }

  /// Returns the units of work that evaluations have taken since the last call.
  mutating func takeSpent() -> Int {
    let spent = evaluation.spent
    if spent != 0 { evaluation.spent = 0 }
    return spent
  }

  private mutating func perform(_ instruction: Instruction) throws(PlanFailure) -> Output? {
    // The whole prelude counts as one evaluation.
    if position > program.preludeCount || position == 1 { evaluation.begin() }
    switch instruction {
    case .write(let block):
      blocks &+= 1
      return .write(block)
    case .wait(let delay): try pass(try duration(program.delays[delay]))
    case .begin(let loop): try begin(loop)
    case .iterate(let loop, let exit): try iterate(loop, exit: exit)
    case .next(let loop, let start):
      try endIteration(loop)
      position = start
    case .assign(let slot, let value): try assign(program.values[value], to: slot)
    case .jump(let target): position = target
    case .branch(let value, let otherwise):
      if try !evaluate(program.values[value]).isTrue { position = otherwise }
    case .select(let number): position = try target(of: program.switches[number])
    case .choose(let number):
      evaluation.spent += program.choices[number].weights.count
      position = program.choices[number].target(&evaluation.random)
    case .silence(let delay):
      let since = time
      let began = silenceBegan ?? since
      silenceBegan = nil
      randomBeforeSilence = evaluation.random
      try advance(toDue: began.later(by: try duration(program.delays[delay])))
      return .silence(since: since)
    case .gate(let gate): return .gate(gate)
    case .await(let gate, let slot): return .await(gate: gate, slot: slot)
    case .signal(let number): return .signal(number)
    case .respond(let answer): return .respond(answer)
    case .setRules(let rules): return .rules(rules)
    case .end(let ending):
      if !skipsEnds { return .end(ending) }
      // At that end, faults released waiting events; a silence of zero length makes the search do the same.
      guard ending == .complete, !program.settings.faults.isEmpty else { return nil }
      randomBeforeSilence = evaluation.random
      return .silence(since: time)
    case .stop: return .end(.complete)
    case .hold: return .hold
    }
    return nil
  }

  private mutating func assign(_ template: ValueTemplate, to slot: Int) throws(PlanFailure) {
    let value = try evaluate(template)
    try memory.replace(evaluation.slots[slot].weight, by: value.weight)
    evaluation.slots[slot] = value
  }

  /// Assigns the value that a gate was opened with to a variable; nil becomes `null`.
  mutating func receive(_ json: [UInt8]?, in slot: Int) throws(PlanFailure) {
    guard slot >= 0, slot < evaluation.slots.count else { return }
    var value = Value.null
    if let json {
      let parsed = JSONParser.value(of: json, work: EvaluationError.workLimit)
      value = parsed.value ?? .null
      evaluation.spent += parsed.work
    }
    try memory.replace(evaluation.slots[slot].weight, by: value.weight)
    evaluation.slots[slot] = value
  }

  mutating func evaluate(_ expression: Expression) throws(PlanFailure) -> Value {
    try PlanFailure.translating(expression.evaluate(&evaluation))
  }

  mutating func evaluate(_ template: ValueTemplate) throws(PlanFailure) -> Value {
    try PlanFailure.translating(template.evaluate(&evaluation))
  }

  mutating func text(of template: ValueTemplate) throws(PlanFailure) -> String {
    let value = try evaluate(template)
    return try PlanFailure.translating(evaluation.text(of: value))
  }

  private mutating func target(of selection: Switch) throws(PlanFailure) -> Int {
    let text = try text(of: selection.value)
    try PlanFailure.translating(evaluation.chargeClasses(of: text))
    return selection.cases[text] ?? selection.otherwise
  }

  /// Gives variables their first values, for expressions that are evaluated before the first step.
  mutating func runPrelude() {
    while position < program.preludeCount {
      let before = position
      position += 1
      do throws(PlanFailure) { _ = try perform(program.instructions[before]) } catch { return }
    }
  }

  /// Ends the run with this failure, and releases its memory.
  mutating func stop(_ reason: String) {
    failure = reason
    position = program.instructions.count
    for index in loops.indices { loops[index] = LoopState() }
    for index in evaluation.slots.indices { evaluation.slots[index] = .null }
    memory = RunMemory()
  }

  // MARK: Memory

  /// Records how many bytes of its output are buffered in stages.
  mutating func note(buffered: Int) { memory.buffered = buffered }

  // MARK: Time

  private mutating func pass(_ duration: UInt64) throws(PlanFailure) {
    try advance(toDue: time.later(by: duration))
  }

  private mutating func advance(toDue later: PlanTime) throws(PlanFailure) {
    guard later <= Self.timeLimit else { throw PlanFailure("its waits come to more than 292 years") }
    advance(to: later)
  }

  mutating func advance(to later: PlanTime) {
    guard later > time else { return }
    let passed = later - time
    time = later
    evaluation.elapsed = later
    evaluation.clock.wall &+= Int64(truncatingIfNeeded: passed)
    evaluation.clock.monotonic &+= passed
  }

  mutating func duration(_ delay: Delay) throws(PlanFailure) -> UInt64 {
    switch delay {
    case .fixed(let time): return time
    case .range(let low, let high): return low + evaluation.random.below(high - low + 1)
    case .template(let template):
      let text = try text(of: .template(template))
      guard let delay = Delay.parse(text) else {
        throw PlanFailure("'\(Mistake.shortened(text))' is not a duration such as 250ms")
      }
      // The parsed delay contains no expression.
      return try duration(delay)
    }
  }

  /// Returns the length of a pause, drawn from `random` instead of the steps' own random numbers.
  mutating func pause(_ pace: Delay, _ random: inout SeededRandom) -> UInt64 {
    evaluation.begin()
    swap(&evaluation.random, &random)
    defer { swap(&evaluation.random, &random) }
    return (try? duration(pace)) ?? 0
  }

  // MARK: Loops

  private mutating func begin(_ number: Int) throws(PlanFailure) {
    var state = LoopState()
    switch program.loops[number].iterations {
    case .fixed(let count): state.count = count
    case .forever: state.count = .max
    case .values(let values):
      state.items = values
      state.count = values.count
    case .count(let expression): state.count = try count(expression)
    case .list(let template):
      let value = try evaluate(template)
      guard case .array(let values) = value else {
        throw PlanFailure("'each' needs a list, got \(value.kind)")
      }
      state.items = values
      state.weight = value.weight
      state.count = values.count
    }
    try memory.replace(loops[number].weight, by: state.weight)
    state.deadline = time
    state.iterationsBefore = iterations
    loops[number] = state
  }

  private mutating func count(_ expression: Expression) throws(PlanFailure) -> Int {
    let value = try evaluate(expression)
    let number = value.number
    guard case .int(let count) = number, count >= 0, count <= Loop.iterationLimit, !value.isNull else {
      throw PlanFailure(
        "'repeat' needs \(KeyType.integer(0...Loop.iterationLimit).expectation), got \(Mistake.shortened(value.text))"
      )
    }
    return count
  }

  private mutating func iterate(_ number: Int, exit: Int) throws(PlanFailure) {
    let index = loops[number].index
    guard index < loops[number].count else {
      position = exit
      if loops[number].weight > 0 { try memory.replace(loops[number].weight, by: 0) }
      loops[number].items = Value.Elements([])
      loops[number].weight = 0
      return
    }
    iterations = program.loops[number].isEndless ? loops[number].iterationsBefore : iterations + 1
    guard iterations <= Loop.iterationLimit else {
      throw PlanFailure("its loops come to more than 1,000,000 iterations")
    }
    if let every = program.loops[number].every, index > 0 {
      let deadline = loops[number].deadline.later(by: try duration(every))
      try advance(toDue: deadline)
      loops[number].deadline = max(deadline, time)
    }
    if let pace = program.loops[number].pace {
      let wait =
        index == 0
        ? try pace.first.map { first throws(PlanFailure) in try duration(first) }
        : try duration(pace.iteration)
      try advance(toDue: loops[number].deadline.later(by: wait ?? 0))
      loops[number].deadline = time
    }
    loops[number].began = time
    evaluation.slots[program.loops[number].indexSlot] = .int(index)
    for slot in program.loops[number].indexNames { evaluation.slots[slot] = .int(index) }
    for slot in program.loops[number].numberNames { evaluation.slots[slot] = .int(index &+ 1) }
    if let slot = program.loops[number].itemSlot { evaluation.slots[slot] = loops[number].items[index] }
  }

  private mutating func endIteration(_ number: Int) throws(PlanFailure) {
    loops[number].index &+= 1
    // An iteration of an endless loop takes at least a millisecond, even if its waits are shorter.
    if program.loops[number].isEndless, !program.loops[number].isFirehose,
      program.loops[number].every == nil, program.loops[number].pace == nil,
      time < loops[number].began.later(by: 1_000_000)
    {
      try advance(toDue: loops[number].began.later(by: 1_000_000))
    }
  }
}

/// The bytes that one stream keeps: its variables, the lists of its loops, and its output in stages.
struct RunMemory: Sendable {
  static let limit = 8 << 20

  /// Bytes of variables and lists.
  private(set) var weight = 0
  /// Bytes of output that stages buffer.
  var buffered = 0

  mutating func replace(_ old: Int, by new: Int) throws(PlanFailure) {
    weight += new - old
    guard weight + buffered <= Self.limit else {
      throw PlanFailure("its variables and lists come to more than 8 MiB")
    }
  }
}

/// Why a plan cannot continue: a mistake that shows only while it plays.
struct PlanFailure: Error {
  var message: String

  init(_ message: String) { self.message = message }

  /// Evaluates an expression; an evaluation error becomes a failure of the plan.
  @inline(__always)
  static func translating<Result>(
    _ evaluate: @autoclosure () throws(EvaluationError) -> Result
  ) throws(PlanFailure) -> Result {
    do throws(EvaluationError) { return try evaluate() } catch { throw PlanFailure(error.description) }
  }
}
