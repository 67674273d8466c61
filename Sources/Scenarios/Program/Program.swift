/// A compiled `switch`: the jump target of each text, and of all other texts.
struct Switch: Sendable {
  var value: ValueTemplate
  var cases: [String: Int] = [:]
  var otherwise = 0
}

/// A compiled `choose`: the weights of its branches, and their jump targets.
struct Choice: Sendable {
  var weights: [UInt64] = []
  var targets: [Int] = []

  /// Draws a target.
  func target(_ random: inout SeededRandom) -> Int {
    var drawn = random.below(weights.reduce(0, +))
    for (weight, target) in zip(weights, targets) {
      if drawn < weight { return target }
      drawn -= weight
    }
    return targets.last ?? 0
  }
}

/// A scenario's compiled steps, shared by all its plans.
final class Program: Sendable {
  let instructions: [Instruction]
  /// The line that each instruction comes from.
  let lines: [Int]
  let blocks: [Block]
  /// The same blocks for writing without evaluation, where possible, and their pieces.
  let directBlocks: [DirectBlock]
  let directPieces: [DirectPiece]
  /// The literal bytes of all blocks.
  let literals: [UInt8]
  let delays: [Delay]
  let loops: [Loop]
  let values: [ValueTemplate]
  let switches: [Switch]
  let choices: [Choice]
  let gates: [String]
  let signals: [SignalTemplate]
  /// Whether some blocks are raw: then bytes may end in the middle of an event.
  let hasRaw: Bool
  let answers: [AnswerTemplate]
  let writeRules: [WriteRules?]
  /// Whether a `respond` step may be reached from each instruction; empty if there is none.
  let mayRespond: [Bool]
  /// Whether the steps depend on more of a request than its seed, or on the time of day.
  let readsRequest: Bool
  /// The number of instructions at the beginning that give variables their first values.
  let preludeCount: Int
  let layout: Layout
  let settings: PlanSettings

  init(_ builder: ProgramBuilder, layout: Layout, settings: PlanSettings) {
    instructions = builder.instructions
    lines = builder.lines
    var direct = DirectBlocks()
    blocks = builder.blocks.map { Self.pool($0, &direct) }
    directBlocks = blocks.map { direct.add($0) }
    directPieces = direct.pieces
    literals = direct.literals
    delays = builder.delays
    loops = builder.loops
    values = builder.values
    switches = builder.switches
    choices = builder.choices
    gates = builder.gates
    signals = builder.signals
    hasRaw = builder.blocks.contains { $0.kind == .raw }
    answers = builder.answers
    writeRules = builder.writeRules
    preludeCount = builder.preludeCount
    let flow = ProgramFlow(builder)
    mayRespond =
      builder.answers.isEmpty ? [] : flow.reaching { if case .respond = $0 { true } else { false } }
    readsRequest = builder.readsRequest
    self.layout = layout
    self.settings = settings
  }

  /// Moves the literal bytes of a block into the pool.
  private static func pool(_ block: Block, _ direct: inout DirectBlocks) -> Block {
    var block = block
    block.pieces = block.pieces.map { piece in
      guard case .literal(let bytes) = piece else { return piece }
      let (start, count) = direct.pool(bytes)
      return .pooled(start: start, count: count)
    }
    return block
  }
}
