/// A mistake in an expression before its place in the scenario is known.
struct ExpressionMistake: Error {
  /// Unicode scalars from the beginning of the text.
  var offset: Int
  var message: String
}
