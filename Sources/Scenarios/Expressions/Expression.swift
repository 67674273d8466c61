/// A compiled expression.
///
///     number % 2 == 0 ? 'even' : 'odd'
final class Expression: Sendable {
  /// The maximum number of bytes in the text of an expression.
  static let lengthLimit = 4_096

  private let root: any Node

  init(root: any Node) { self.root = root }

  /// Creates an expression whose value is always `value`.
  convenience init(_ value: Value) { self.init(root: Literal(value)) }

  /// Compiles a text. If it has mistakes, appends them to `mistakes` and returns nil.
  ///
  /// - Parameter locate: returns the place of an offset into the text, in Unicode scalars.
  static func compile(
    _ text: String, locate: (Int) -> SourceLocation, scope: Scope, mistakes: inout [Mistake]
  ) -> Expression? {
    compile(Array(text.unicodeScalars), base: 0, locate: locate, scope: scope, mistakes: &mistakes)
  }

  static func compile(
    _ scalars: [Unicode.Scalar], base: Int, locate: (Int) -> SourceLocation, scope: Scope,
    mistakes: inout [Mistake]
  ) -> Expression? {
    var found: [ExpressionMistake] = []
    let root = parse(scalars, base: base, scope: scope, found: &found)
    found.sort { $0.offset < $1.offset }
    mistakes += found.map { Mistake($0.message, at: locate($0.offset)) }
    return found.isEmpty ? root.map(Expression.init(root:)) : nil
  }

  private static func parse(
    _ scalars: [Unicode.Scalar], base: Int, scope: Scope, found: inout [ExpressionMistake]
  ) -> (any Node)? {
    let length = scalars.reduce(0) { $0 + UTF8.width($1) }
    guard length <= lengthLimit else {
      found.append(
        ExpressionMistake(
          offset: base,
          message:
            "the expression is \(length) bytes long; at most 4 KiB are allowed, divide it by 'set' steps"))
      return nil
    }
    do throws(ExpressionMistake) {
      var parser = Parser(tokens: try Lexer.tokens(of: scalars, base: base), scope: scope)
      defer { found += parser.mistakes }
      return try parser.parse()
    } catch {
      found.append(error)
      return nil
    }
  }

  /// The value, if it is known at load; otherwise nil.
  var constant: Value? { root.constant }
  var effects: Effects { root.extent.effects }
  /// The variable or name that the expression reads; nil if it does anything else.
  var direct: DirectValue? { root.direct }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try root.evaluate(&e)
  }

  /// Evaluates and appends the value. If it throws, the buffer is unchanged.
  func append(
    _ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation
  ) throws(EvaluationError) {
    let start = buffer.count
    do throws(EvaluationError) {
      try root.append(form, to: &buffer, &e)
    } catch {
      buffer.removeSubrange(start...)
      throw error
    }
  }
}
