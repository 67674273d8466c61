/// A part of a compiled expression.
protocol Node: AnyObject, Sendable {
  /// How many nodes are on the longest way down from this one; bounded, so that evaluating cannot exhaust the stack.
  var depth: Int { get }
  var effects: Effects { get }
  /// What it names, if that is all it does.
  var direct: DirectValue? { get }
  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value
  /// Evaluates and writes the value at once; what can do so without a `Value` in between does.
  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError)
}

extension Node {
  func append(_ form: OutputForm, to buffer: inout [UInt8], _ e: inout Evaluation) throws(EvaluationError) {
    try e.write(try evaluate(&e), form, to: &buffer)
  }

  var direct: DirectValue? { nil }

  var constant: Value? { (self as? Literal)?.value }
}
