/// A word of an expression.
struct Token {
  enum Kind: Equatable {
    case number(Value)
    case text(String)
    case name(String)
    case mark(String)
    case end
  }

  var kind: Kind
  /// Unicode scalars from the beginning of the text.
  var offset: Int
}
