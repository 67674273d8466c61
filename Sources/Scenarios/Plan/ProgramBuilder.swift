/// A program while it is being compiled.
struct ProgramBuilder {
  private(set) var instructions: [Instruction] = []
  private(set) var lines: [Int] = []
  private(set) var blocks: [Block] = []
  private(set) var delays: [Delay] = []
  private(set) var values: [ValueTemplate] = []
  var loops: [Loop] = []

  /// Where the next instruction will stand.
  var position: Int { instructions.count }

  @discardableResult
  mutating func append(_ instruction: Instruction, line: Int) -> Int {
    instructions.append(instruction)
    lines.append(line)
    return instructions.count - 1
  }

  mutating func replace(_ position: Int, by instruction: Instruction) { instructions[position] = instruction }

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
}
