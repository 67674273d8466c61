/// A compiled expression.
///
///     number % 2 == 0 ? 'even' : 'odd'
final class Expression: Sendable {
  /// The longest text, in bytes.
  static let lengthLimit = 4_096

  private let root: any Node
  /// The value, if it is known at load.
  let constant: Value?
  let effects: Effects

  init(root: any Node) {
    self.root = root
    constant = root.constant
    effects = root.effects
  }

  /// An expression that is this value.
  convenience init(_ value: Value) { self.init(root: Literal(value)) }

  /// Compiles a text; nil if there are mistakes in it, which are added to `mistakes`.
  ///
  /// `locate` gives the place of an offset, in Unicode scalars, into the text.
  static func compile(
    _ text: String, locate: (Int) -> SourceLocation, scope: Scope, mistakes: inout [Mistake]
  ) -> Expression? {
    compile(Array(text.unicodeScalars), base: 0, locate: locate, scope: scope, mistakes: &mistakes)
  }

  static func compile(
    _ scalars: [Unicode.Scalar], base: Int, locate: (Int) -> SourceLocation, scope: Scope,
    mistakes: inout [Mistake]
  ) -> Expression? {
    do throws(Fault) {
      let length = scalars.reduce(0) { $0 + UTF8.width($1) }
      guard length <= lengthLimit else {
        throw Fault(
          offset: base,
          message:
            "the expression is \(length) bytes long; at most 4 KiB are allowed, divide it by 'set' steps")
      }
      var parser = Parser(tokens: try Lexer.tokens(of: scalars, base: base), scope: scope)
      let root: any Node
      do throws(Fault) {
        root = try parser.parse()
      } catch {
        mistakes += parser.faults.map { Mistake($0.message, at: locate($0.offset)) }
        throw error
      }
      mistakes += parser.faults.map { Mistake($0.message, at: locate($0.offset)) }
      return parser.faults.isEmpty ? Expression(root: root) : nil
    } catch {
      mistakes.append(Mistake(error.message, at: locate(error.offset)))
      return nil
    }
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    e.begin()
    return try root.evaluate(&e)
  }

  /// Evaluates and appends the value. After an error the buffer is as it was before.
  func append(
    _ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation
  ) throws(EvaluationError) {
    e.begin()
    let start = buffer.count
    do throws(EvaluationError) {
      try root.append(form, to: &buffer, &e)
    } catch {
      buffer.removeSubrange(start...)
      throw error
    }
  }
}
