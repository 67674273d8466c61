/// A path parameter, query parameter or header field whose name is known at load.
final class RequestMember: Node {
  private let lookup: Scope.Lookup
  private let place: Int
  let depth = 1
  let effects: Effects = .request

  init(_ lookup: Scope.Lookup, place: Int) {
    self.lookup = lookup
    self.place = place
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(1)
    return try e.lookup(lookup, at: place)
  }
}
