/// The limit that an expression exceeded. An expression cannot fail for any other reason.
enum EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
  case tooMuchWork
  case tooMuchOutput
  case tooLarge
  case tooDeep
  case longKey
  case tooManyKeys

  /// The maximum units of work of one evaluation; docs/expressions.md lists the costs.
  static let workLimit = 100_000
  /// The maximum number of bytes of text or JSON from one expression.
  static let outputLimit = 65_536
  /// The maximum number of bytes of memory for one value.
  static let weightLimit = 8_388_608
  static let depthLimit = 64
  /// The maximum number of bytes in the key of a series.
  static let keyLimit = 256
  /// The maximum number of bytes of memory for the state of all series together.
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
