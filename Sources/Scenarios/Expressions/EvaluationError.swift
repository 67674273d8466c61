/// Why an expression gave no value. These limits are the only reasons for which an expression can fail.
enum EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
  case tooMuchWork
  case tooMuchOutput
  case tooLarge
  case tooDeep
  case longKey
  case tooManyKeys

  /// Units of work of one evaluation; docs/expressions.md lists what a unit buys.
  static let workLimit = 100_000
  /// Bytes of text or JSON that one expression may give.
  static let outputLimit = 65_536
  /// Bytes of memory that one value may take.
  static let weightLimit = 8_388_608
  static let depthLimit = 64
  /// Bytes that the key of a series may have.
  static let keyLimit = 256
  /// Bytes of memory that the state of all series may take together.
  static let memoryLimit = 1_048_576

  var description: String {
    switch self {
    case .tooMuchWork: "working this out takes more than 100,000 units of work"
    case .tooMuchOutput: "the expression gives more than 64 KiB"
    case .tooLarge: "the expression gives a value of more than 8 MiB"
    case .tooDeep: "the expression gives arrays or objects nested deeper than 64"
    case .longKey: "the key of a walk is longer than 256 bytes"
    case .tooManyKeys: "the walks remember more than 1 MiB; use fewer keys"
    }
  }
}
