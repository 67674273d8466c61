/// One instruction of a program. Numbers are indexes into the program's tables or, for jumps, its instructions.
enum Instruction: Sendable {
  /// Sends a block.
  case write(Int)
  case wait(Int)
  /// Works out how many iterations a loop has.
  case begin(loop: Int)
  /// Begins a loop's iteration when it is due, or jumps to `exit` after the last.
  case iterate(loop: Int, exit: Int)
  /// Ends a loop's iteration; the next one begins at `start`.
  case next(loop: Int, start: Int)
  case assign(slot: Int, value: Int)
  case jump(Int)
  /// Jumps to `otherwise` unless the value is true.
  case branch(value: Int, otherwise: Int)
  /// Jumps to the case of a switch that matches.
  case select(Int)
  /// Jumps to a branch drawn at random.
  case choose(Int)
  case silence(Int)
  case gate(Int)
  case await(gate: Int, slot: Int)
  case signal(Int)
  /// Sends a whole response, if nothing has been sent yet.
  case respond(Int)
  /// Sets the rules by which later bytes are divided into writes.
  case setRules(Int)
  case end(Ending)
  /// Ends the steps of the scenario, or of one of its attempts.
  case stop
  /// `end: hold`: nothing further comes, but the stream stays open.
  case hold
}
