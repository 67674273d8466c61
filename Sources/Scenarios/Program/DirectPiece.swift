/// A piece of a block that is written without evaluating anything: literal bytes, or a value that is at hand.
///
/// Nothing in it counts references, so that a block costs little more than its bytes.
enum DirectPiece: Sendable {
  /// Bytes of the program's pool.
  case literal(start: Int, count: Int)
  /// A text of more than `most` bytes, or with bytes that cannot be copied as they are, is left to `ProgramRun.render`.
  case value(DirectValue, OutputForm, most: Int)
}
