/// A scenario's steps, compiled: shared by every plan of it.
final class Program: Sendable {
  let instructions: [Instruction]
  /// The line that each instruction comes from.
  let lines: [Int]
  let blocks: [Block]
  let delays: [Delay]
  let loops: [Loop]
  let values: [ValueTemplate]
  let layout: Layout
  let lineEnding: [UInt8]

  init(_ builder: ProgramBuilder, layout: Layout, lineEnding: [UInt8]) {
    instructions = builder.instructions
    lines = builder.lines
    blocks = builder.blocks
    delays = builder.delays
    loops = builder.loops
    values = builder.values
    self.layout = layout
    self.lineEnding = lineEnding
  }
}
