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
  /// Jumps out of loops that have not ended yet.
  private var breaks: [(position: Int, loop: Int)] = []

  /// Where the next instruction will stand.
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

  /// Lets jumps go to where the next instruction will stand.
  mutating func land(_ jumps: [Int]) {
    for jump in jumps { replace(jump, by: .jump(position)) }
  }

  mutating func append(breakFrom loop: Int, line: Int) {
    breaks.append((position: append(.jump(0), line: line), loop: loop))
  }

  /// Lets what leaves a loop go to where the next instruction will stand, and says whether anything does.
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

  /// - Parameter slot: of the variable that takes the value; -1 for none.
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

  /// A place for a branch that is filled in with `replace` when its targets are known.
  mutating func append(value: ValueTemplate) -> Int {
    values.append(value)
    return values.count - 1
  }

  /// All instructions so far give variables their first values.
  mutating func endPrelude() { preludeCount = instructions.count }

  /// Whether what the steps come to depends on more of a request than its seed, or on the time of day.
  var readsRequest: Bool {
    let sent: Effects = blocks.reduce(into: []) { effects, block in
      // The time of day in an event changes nothing that follows.
      effects.formUnion(block.hasID ? block.effects : block.effects.subtracting(.clock))
    }
    let decided =
      values.map(\.effects) + switches.map(\.value.effects) + delays.map(\.effects)
      + signals.map(\.effects).filter(\.mustBeEvaluated) + loops.map(\.effects)
      + writeRules.compactMap { $0?.pace?.effects }
    return !decided.reduce(sent) { $0.union($1) }.isDisjoint(with: [.request, .clock])
  }
}
