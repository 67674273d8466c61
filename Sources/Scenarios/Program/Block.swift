/// Bytes that are sent together: an event, a comment, or raw bytes.
struct Block: Sendable {
  enum Piece: Sendable {
    case literal([UInt8])
    /// Literal bytes in the program's pool, which are copied without counting references.
    case pooled(start: Int, count: Int)
    /// A value within JSON.
    case value(Expression, OutputForm)
    /// Text of a `data` field whose name is already written; each further line gets its own field.
    case data(Template)
    /// The value of an `id` field that is one expression.
    case idValue(Expression)
    /// The value of an `id` field.
    case id(Template)
    /// The value of an `event` field.
    case eventType(Template)
    /// The value of a `retry` field.
    case retry(Delay)
    /// The text of a comment whose colon is already written; each further line gets its own colon.
    case comment(Template)
    case raw(Template)
    /// Bytes that are repeated.
    case repeated([UInt8], times: Int)
    /// Text that is evaluated once and repeated.
    case repeatedText(Template, times: Int)
  }

  enum Kind: Sendable { case event, comment, raw }

  var kind: Kind
  var pieces: [Piece]
  /// Whether there is an `id` field, and its value if that is known at load.
  var hasID = false
  var constantID: [UInt8]?
  /// What its expressions depend on or change.
  var effects: Effects
  /// The maximum number of bytes it may render to.
  var limit: Int

  /// Whether skipping it would change what comes later: it draws random numbers or remembers something.
  var mustBeRendered: Bool { effects.mustBeEvaluated }
}
