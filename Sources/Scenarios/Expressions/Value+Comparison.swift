/// The equality and order of values in expressions.
extension Value {
  /// Compares as `==` does, without conversion: values of different kinds are unequal. Numbers are compared by value, texts by code
  /// points, arrays by their elements, and objects by their members in any order.
  static func equal(_ a: Value, _ b: Value, _ e: inout Evaluation) throws(EvaluationError) -> Bool {
    switch (a, b) {
    case (.null, .null): return true
    case (.bool(let a), .bool(let b)): return a == b
    case (.int(let a), .int(let b)): return a == b
    case (.double(let a), .double(let b)): return a == b
    case (.int(let a), .double(let b)), (.double(let b), .int(let a)): return Int(exactly: b) == a
    case (.written(let a), .written(let b)): return WrittenNumber.areEqual(a, b)
    case (.written(let number), .int), (.written(let number), .double):
      return try equal(.double(number.double), b, &e)
    case (.int, .written(let number)), (.double, .written(let number)):
      return try equal(a, .double(number.double), &e)
    case (.string(let a), .string(let b)):
      guard a.utf8.count == b.utf8.count else { return false }
      try e.charge(bytes: a.utf8.count)
      return TextBytes.areEqual(a, b)
    case (.array(let a), .array(let b)):
      guard a.count == b.count else { return false }
      for (x, y) in zip(a.values, b.values) {
        try e.charge(1)
        guard try equal(x, y, &e) else { return false }
      }
      return true
    case (.object(let a), .object(let b)):
      guard a.count == b.count else { return false }
      for (name, x) in zip(a.names, a.values) {
        try e.charge(lookupOf: name, in: b)
        guard let y = b[name], try equal(x, y, &e) else { return false }
      }
      return true
    default: return false
    }
  }

  enum Order { case less, same, greater, none }

  /// Orders two texts by code points, and other values as numbers. The order is `none` if one of these is NaN.
  static func order(_ a: Value, _ b: Value, _ e: inout Evaluation) throws(EvaluationError) -> Order {
    switch (a, b) {
    case (.int(let a), .int(let b)): return a < b ? .less : a == b ? .same : .greater
    case (.string(let a), .string(let b)):
      try e.charge(bytes: min(a.utf8.count, b.utf8.count))
      return TextBytes.order(a, b)
    default:
      let (a, b) = (try e.number(a), try e.number(b))
      if case .int(let x) = a, case .int(let y) = b { return x < y ? .less : x == y ? .same : .greater }
      let (x, y) = (a.double, b.double)
      return x < y ? .less : x == y ? .same : x > y ? .greater : .none
    }
  }
}
