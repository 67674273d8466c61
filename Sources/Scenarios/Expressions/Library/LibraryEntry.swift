/// A function that expressions may call.
struct LibraryEntry: Sendable {
  /// The code that a call runs, by its parameters. Omitted arguments are null; an array of arguments has only those that are given.
  enum Implementation: Sendable {
    typealias E = Evaluation
    case none(@Sendable (inout E) throws(EvaluationError) -> Value)
    case one(@Sendable (Value, inout E) throws(EvaluationError) -> Value)
    case two(@Sendable (Value, Value, inout E) throws(EvaluationError) -> Value)
    case three(@Sendable (Value, Value, Value, inout E) throws(EvaluationError) -> Value)
    /// Like `many`, but a single argument is passed without making an array.
    case oneOrMany(
      @Sendable (Value, inout E) throws(EvaluationError) -> Value,
      @Sendable ([Value], inout E) throws(EvaluationError) -> Value)
    case many(@Sendable ([Value], inout E) throws(EvaluationError) -> Value)
    /// Like `many`, but also receives the place of this call's state in `Evaluation.states`.
    case stateful(@Sendable ([Value], Int, inout E) throws(EvaluationError) -> Value)
    /// Appends its result, a text, to the buffer. The text must not contain characters that JSON escapes.
    case written(@Sendable (Value, Value, inout E, inout [UInt8]) throws(EvaluationError) -> Void)
  }

  enum Group: String, Sendable {
    case text, numbers, collections, clocks, random, series
  }

  var name: String
  var group: Group
  var parameters: [LibraryParameter]
  /// One sentence.
  var summary: String
  /// An expression and its value as JSON.
  var example: (expression: String, value: String)
  /// JavaScript's names of the function as a method of its first argument.
  var methods: [String] = []
  var effects: Effects = []
  var implementation: Implementation

  var required: Int { parameters.count { !$0.isOptional && !$0.isVariadic } }
  var most: Int { parameters.last?.isVariadic == true ? .max : parameters.count }

  /// `int(min, max)`, `round(x, digits?)`, `min(x…)`
  var signature: String { "\(name)(\(parameters.map(\.signature).joined(separator: ", ")))" }

  func parameter(at index: Int) -> LibraryParameter? {
    index < parameters.count ? parameters[index] : parameters.last.flatMap { $0.isVariadic ? $0 : nil }
  }
}
