/// Steps through a program. Knows time only as the sum of what the program waited.
struct Engine: Sendable {
  /// What the program comes to next.
  enum Output: Sendable {
    case write(Int)
    case respond(Int)
    case gate(Int)
    /// Since then nothing was to be sent, not even heartbeats.
    case silence(since: UInt64)
    case hold
    case end(Ending)
    /// The budget is used up before anything was to be sent.
    case pause
    /// The program cannot go on; `failure` says why.
    case failure

    var isWrite: Bool { if case .write = self { true } else { false } }
  }

  /// Instructions between two outputs after which others are served.
  static let budget = 10_000

  let program: Program
  var evaluation: Evaluation
  private var position = 0
  private(set) var time: UInt64 = 0
  private var loops: [LoopState]
  /// Whether `end` steps are passed over, because the client came back after one of them.
  var passesEnds = false
  /// Where the value of the last block's `id` field stands in the buffer it was written to.
  var idRange: Range<Int>?
  private(set) var writeRules: WriteRules?
  private(set) var failure = ""

  init(program: Program, request: PlanRequest, clock: ClockReading, writeRules: WriteRules?) {
    self.program = program
    self.writeRules = writeRules
    evaluation = Evaluation(layout: program.layout, request: request, clock: clock)
    loops = Array(repeating: LoopState(), count: program.loops.count)
  }

  /// The line of the instruction that gave the last output.
  var line: Int { position > 0 && position <= program.lines.count ? program.lines[position - 1] : 0 }

  /// Goes on to the next output.
  mutating func next(budget: Int = Engine.budget) -> Output {
    do throws(PlanFailure) {
      for _ in 0..<budget {
        guard position < program.instructions.count else { return .end(.complete) }
        let instruction = program.instructions[position]
        position += 1
        if let output = try perform(instruction) { return output }
      }
      return .pause
    } catch {
      failure = error.message
      return .failure
    }
  }

  private mutating func perform(_ instruction: Instruction) throws(PlanFailure) -> Output? {
    // All variables are one evaluation.
    if position > program.preludeCount || position == 1 { evaluation.begin() }
    switch instruction {
    case .write(let block): return .write(block)
    case .wait(let delay): pass(try duration(program.delays[delay]))
    case .begin(let loop): try begin(loop)
    case .turn(let loop, let exit): try turn(loop, exit: exit)
    case .next(let loop, let turn):
      endTurn(loop)
      position = turn
    case .assign(let slot, let value):
      evaluation.slots[slot] = try evaluate(program.values[value])
    case .jump(let target): position = target
    case .branch(let value, let otherwise):
      if try !evaluate(program.values[value]).isTrue { position = otherwise }
    case .select(let number): position = try target(of: program.switches[number])
    case .choose(let number): position = program.choices[number].target(&evaluation.random)
    case .silence(let delay):
      let since = time
      pass(try duration(program.delays[delay]))
      return .silence(since: since)
    case .gate(let gate): return .gate(gate)
    case .respond(let answer): return .respond(answer)
    case .setRules(let rules): writeRules = program.writeRules[rules]
    case .end(let ending): if !passesEnds { return .end(ending) }
    case .hold: return .hold
    }
    return nil
  }

  mutating func evaluate(_ expression: Expression) throws(PlanFailure) -> Value {
    do throws(EvaluationError) { return try expression.evaluate(&evaluation) } catch {
      throw PlanFailure(error)
    }
  }

  mutating func evaluate(_ template: ValueTemplate) throws(PlanFailure) -> Value {
    do throws(EvaluationError) { return try template.evaluate(&evaluation) } catch {
      throw PlanFailure(error)
    }
  }

  /// The value as text.
  mutating func text(of template: ValueTemplate) throws(PlanFailure) -> String {
    let value = try evaluate(template)
    do throws(EvaluationError) { return try evaluation.text(of: value) } catch { throw PlanFailure(error) }
  }

  private mutating func target(of selection: Switch) throws(PlanFailure) -> Int {
    let text = try text(of: selection.value)
    return selection.cases.first { $0.text == text }?.target ?? selection.otherwise
  }

  /// Gives variables their first values, for expressions that come before the first step.
  mutating func runPrelude() {
    while position < program.preludeCount {
      let before = position
      position += 1
      do throws(PlanFailure) { _ = try perform(program.instructions[before]) } catch { return }
    }
  }

  // MARK: Time

  private mutating func pass(_ duration: UInt64) { advance(to: time &+ min(duration, .max - time)) }

  mutating func advance(to later: UInt64) {
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
      switch Delay.parse(text) {
      case .fixed(let time): return time
      case .range(let low, let high): return low + evaluation.random.below(high - low + 1)
      default: throw PlanFailure("'\(Mistake.shortened(text))' is not a duration such as 250ms")
      }
    }
  }

  // MARK: Loops

  private mutating func begin(_ number: Int) throws(PlanFailure) {
    var state = LoopState()
    switch program.loops[number].turns {
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
      state.count = values.count
    }
    state.deadline = time
    loops[number] = state
  }

  private mutating func count(_ expression: Expression) throws(PlanFailure) -> Int {
    let value = try evaluate(expression)
    let number = value.number
    guard case .int(let count) = number, count >= 0, count <= Loop.turnLimit, !value.isNull else {
      throw PlanFailure(
        "'repeat' needs a whole number from 0 to 1000000, got \(Mistake.shortened(value.text))")
    }
    return count
  }

  private mutating func turn(_ number: Int, exit: Int) throws(PlanFailure) {
    let index = loops[number].index
    guard index < loops[number].count else {
      position = exit
      return
    }
    if let every = program.loops[number].every, index > 0 {
      let deadline = loops[number].deadline &+ (try duration(every))
      advance(to: deadline)
      loops[number].deadline = max(deadline, time)
    }
    loops[number].began = time
    evaluation.slots[program.loops[number].indexSlot] = .int(index)
    for slot in program.loops[number].indexNames { evaluation.slots[slot] = .int(index) }
    for slot in program.loops[number].numberNames { evaluation.slots[slot] = .int(index &+ 1) }
    if let slot = program.loops[number].itemSlot { evaluation.slots[slot] = loops[number].items[index] }
  }

  private mutating func endTurn(_ number: Int) {
    loops[number].index &+= 1
    // A loop without end moves on by a millisecond a turn even if the waits in it came to nothing.
    if program.loops[number].isEndless, !program.loops[number].isFirehose,
      program.loops[number].every == nil, time < loops[number].began &+ 1_000_000
    {
      advance(to: loops[number].began &+ 1_000_000)
    }
  }
}
