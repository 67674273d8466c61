/// One instruction of a program. Numbers are places in the program's tables.
enum Instruction: Sendable {
  /// Sends a block.
  case write(Int)
  case wait(Int)
  /// Works out how many turns a loop has.
  case begin(loop: Int)
  /// Begins a loop's turn, when it is due, or goes on at `exit` after the last.
  case turn(loop: Int, exit: Int)
  /// Ends a loop's turn; its next begins at `turn`.
  case next(loop: Int, turn: Int)
  case assign(slot: Int, value: Int)
  case jump(Int)
  /// Goes on at `otherwise` unless the value is true.
  case branch(value: Int, otherwise: Int)
  /// Goes on where a switch's case says.
  case select(Int)
  /// Goes on where chance says.
  case choose(Int)
  case silence(Int)
  case gate(Int)
  case await(gate: Int, slot: Int)
  case signal(Int)
  /// Answers with a whole response, if nothing has been sent.
  case respond(Int)
  /// How bytes become writes from here on.
  case setRules(Int)
  case end(Ending)
  /// The steps are over: other steps stand behind them.
  case stop
  /// Nothing further, but the stream stays open.
  case hold
}
