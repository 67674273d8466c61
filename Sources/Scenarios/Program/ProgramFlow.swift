/// The order of execution: which instructions may follow each instruction.
struct ProgramFlow {
  private let instructions: [Instruction]
  private let switches: [Switch]
  private let choices: [Choice]

  init(_ builder: ProgramBuilder) {
    instructions = builder.instructions
    switches = builder.switches
    choices = builder.choices
  }

  init(_ program: Program) {
    instructions = program.instructions
    switches = program.switches
    choices = program.choices
  }

  private func followers(of position: Int) -> [Int] {
    switch instructions[position] {
    case .jump(let target): [target]
    case .iterate(_, let exit): [position + 1, exit]
    case .next(_, let start): [start]
    case .branch(_, let otherwise): [position + 1, otherwise]
    case .select(let number): Array(switches[number].cases.values) + [switches[number].otherwise]
    case .choose(let number): choices[number].targets
    case .hold, .stop: []
    default: [position + 1]
    }
  }

  /// Returns, for each instruction, whether it fits or may be followed, directly or later, by one that fits.
  func reaching(_ fits: (Instruction) -> Bool) -> [Bool] {
    var reach = instructions.map(fits)
    var origins: [[Int]] = Array(repeating: [], count: instructions.count)
    for position in instructions.indices {
      for follower in followers(of: position) where follower < instructions.count {
        origins[follower].append(position)
      }
    }
    var open = reach.indices.filter { reach[$0] }
    while let position = open.popLast() {
      for origin in origins[position] where !reach[origin] {
        reach[origin] = true
        open.append(origin)
      }
    }
    return reach
  }

  /// Returns the blocks that may be sent by the instruction at `start` and those after it.
  func blocks(from start: Int) -> Set<Int> {
    var seen: Set<Int> = []
    var open = [start]
    var blocks: Set<Int> = []
    while let position = open.popLast() {
      guard position < instructions.count, seen.insert(position).inserted else { continue }
      if case .write(let block) = instructions[position] { blocks.insert(block) }
      open += followers(of: position)
    }
    return blocks
  }
}
