/// Why an expression gave no value. There is nothing else an expression can fail of.
enum EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
  case tooManySteps
  case tooMuchOutput
  case tooDeep

  static let stepLimit = 10_000
  static let outputLimit = 65_536
  static let depthLimit = 64

  var description: String {
    switch self {
    case .tooManySteps: "the expression takes more than 10,000 steps"
    case .tooMuchOutput: "the expression gives more than 64 KiB"
    case .tooDeep: "the expression gives arrays or objects nested deeper than 64"
    }
  }
}
