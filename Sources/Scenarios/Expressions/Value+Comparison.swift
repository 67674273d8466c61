/// Equality and order of expressions.
extension Value {
  /// `==`: without conversions between kinds, numbers by their value, text by its code points, arrays and
  /// objects by what they hold. `limit` falls by one with each element compared; at zero the answer is an error.
  static func equal(_ a: Value, _ b: Value, _ e: inout Evaluation) throws(EvaluationError) -> Bool {
    switch (a, b) {
    case (.null, .null): return true
    case (.bool(let a), .bool(let b)): return a == b
    case (.int(let a), .int(let b)): return a == b
    case (.double(let a), .double(let b)): return a == b
    case (.int(let a), .double(let b)), (.double(let b), .int(let a)): return Int(exactly: b) == a
    case (.string(let a), .string(let b)):
      return a.utf8.count == b.utf8.count && a.utf8.elementsEqual(b.utf8)
    case (.array(let a), .array(let b)):
      guard a.count == b.count else { return false }
      for (x, y) in zip(a, b) {
        try e.charge(1)
        guard try equal(x, y, &e) else { return false }
      }
      return true
    case (.object(let a), .object(let b)):
      guard a.count == b.count else { return false }
      for (name, x) in zip(a.names, a.values) {
        try e.charge(1 + b.count / 16)
        guard let y = b[name], try equal(x, y, &e) else { return false }
      }
      return true
    default: return false
    }
  }

  enum Order { case less, same, greater, none }

  /// Two texts by their code points, all else as numbers; NaN is in no order.
  static func order(_ a: Value, _ b: Value) -> Order {
    switch (a, b) {
    case (.int(let a), .int(let b)): return a < b ? .less : a == b ? .same : .greater
    case (.string(let a), .string(let b)):
      if a.utf8.elementsEqual(b.utf8) { return .same }
      return a.utf8.lexicographicallyPrecedes(b.utf8) ? .less : .greater
    default:
      if case .int(let x) = a.number, case .int(let y) = b.number {
        return x < y ? .less : x == y ? .same : .greater
      }
      let (x, y) = (a.double, b.double)
      return x < y ? .less : x == y ? .same : x > y ? .greater : .none
    }
  }
}
