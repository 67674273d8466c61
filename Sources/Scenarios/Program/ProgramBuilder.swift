/// A program while it is being compiled.
struct ProgramBuilder {
  private(set) var instructions: [Instruction] = []
  private(set) var lines: [Int] = []
  private(set) var blocks: [Block] = []
  private(set) var delays: [Delay] = []
  private(set) var values: [ValueTemplate] = []
  var loops: [Loop] = []
  var switches: [Switch] = []
  var choices: [Choice] = []
  private(set) var gates: [String] = []
  private(set) var signals: [SignalTemplate] = []
  private(set) var answers: [AnswerTemplate] = []
  private(set) var writeRules: [WriteRules?] = []
  private(set) var preludeCount = 0
  /// Jumps out of loops that are still being compiled.
  private var breaks: [(position: Int, loop: Int)] = []

  /// The index of the next instruction.
  var position: Int { instructions.count }

  /// The line of the last instruction; 0 before the first.
  var lastLine: Int { lines.last ?? 0 }

  @discardableResult
  mutating func append(_ instruction: Instruction, line: Int) -> Int {
    instructions.append(instruction)
    lines.append(line)
    return instructions.count - 1
  }

  mutating func replace(_ position: Int, by instruction: Instruction) { instructions[position] = instruction }

  /// Directs jumps to the next instruction.
  mutating func land(_ jumps: [Int]) {
    for jump in jumps { replace(jump, by: .jump(position)) }
  }

  mutating func append(breakFrom loop: Int, line: Int) {
    breaks.append((position: append(.jump(0), line: line), loop: loop))
  }

  /// Directs the breaks of a loop to the next instruction, and returns whether there are any.
  mutating func landBreaks(from loop: Int) -> Bool {
    let jumps = breaks.filter { $0.loop == loop }.map(\.position)
    breaks.removeAll { $0.loop == loop }
    land(jumps)
    return !jumps.isEmpty
  }

  mutating func append(_ block: Block, line: Int) {
    blocks.append(block)
    append(.write(blocks.count - 1), line: line)
  }

  mutating func append(wait delay: Delay, line: Int) {
    delays.append(delay)
    append(.wait(delays.count - 1), line: line)
  }

  mutating func append(assign value: ValueTemplate, to slot: Int, line: Int) {
    values.append(value)
    append(.assign(slot: slot, value: values.count - 1), line: line)
  }

  mutating func append(silence delay: Delay, line: Int) {
    delays.append(delay)
    append(.silence(delays.count - 1), line: line)
  }

  mutating func append(gate name: String, line: Int) {
    gates.append(name)
    append(.gate(gates.count - 1), line: line)
  }

  /// - Parameter slot: the variable that takes the value; -1 for none.
  mutating func append(await name: String, slot: Int, line: Int) {
    gates.append(name)
    append(.await(gate: gates.count - 1, slot: slot), line: line)
  }

  mutating func append(_ signal: SignalTemplate, line: Int) {
    signals.append(signal)
    append(.signal(signals.count - 1), line: line)
  }

  mutating func append(_ answer: AnswerTemplate, line: Int) {
    answers.append(answer)
    append(.respond(answers.count - 1), line: line)
  }

  mutating func append(rules: WriteRules?, line: Int) {
    writeRules.append(rules)
    append(.setRules(writeRules.count - 1), line: line)
  }

  /// Adds a value and returns its number, for an instruction that `replace` fills in when its targets are known.
  mutating func append(value: ValueTemplate) -> Int {
    values.append(value)
    return values.count - 1
  }

  /// Ends the prelude: the instructions so far give variables their first values.
  mutating func endPrelude() { preludeCount = instructions.count }

  /// Whether the steps depend on more of a request than its seed, or on the time of day.
  var readsRequest: Bool {
    let sent: Effects = blocks.reduce(into: []) { effects, block in
      // The time of day changes nothing that follows, unless it may be part of an ID.
      effects.formUnion(block.hasID ? block.effects : block.effects.subtracting(.clock))
    }
    let decided =
      values.map(\.effects) + switches.map(\.value.effects) + delays.map(\.effects)
      + signals.map(\.effects).filter(\.mustBeEvaluated) + loops.map(\.effects)
      + writeRules.compactMap { $0?.pace?.effects }
    return !decided.reduce(sent) { $0.union($1) }.isDisjoint(with: [.request, .clock])
  }
}
