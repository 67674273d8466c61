/// `a + b`, `a - b`, `a * b`, `a / b`, `a % b`.
///
/// Whole numbers stay exact; all other results become `.double`. `+` concatenates if one side is a text, array or object.
enum Arithmetic: Sendable {
  case add, subtract, multiply, divide, remainder

  func apply(_ a: Value, _ b: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    if case .int(let x) = a, case .int(let y) = b { return whole(x, y) }
    if self == .add, Self.joins(a) || Self.joins(b) {
      let text = try e.text(of: a)
      let other = try e.text(of: b)
      try e.charge(text: text.utf8.count + other.utf8.count)
      return .string(TextBytes.joined(text, other))
    }
    let (first, second) = (try e.number(a), try e.number(b))
    if case .int(let x) = first, case .int(let y) = second { return whole(x, y) }
    let (x, y) = (first.double, second.double)
    switch self {
    case .add: return .double(x + y)
    case .subtract: return .double(x - y)
    case .multiply: return .double(x * y)
    case .divide: return .double(x / y)
    case .remainder: return .double(x.truncatingRemainder(dividingBy: y))
    }
  }

  private static func joins(_ value: Value) -> Bool {
    switch value {
    case .string, .array, .object: true
    default: false
    }
  }

  private func whole(_ x: Int, _ y: Int) -> Value {
    switch self {
    case .add:
      let (sum, overflow) = x.addingReportingOverflow(y)
      return overflow ? .double(Double(x) + Double(y)) : .int(sum)
    case .subtract:
      let (difference, overflow) = x.subtractingReportingOverflow(y)
      return overflow ? .double(Double(x) - Double(y)) : .int(difference)
    case .multiply:
      let (product, overflow) = x.multipliedReportingOverflow(by: y)
      return overflow ? .double(Double(x) * Double(y)) : .int(product)
    case .divide:
      if y != 0, !x.remainderReportingOverflow(dividingBy: y).overflow, x % y == 0 { return .int(x / y) }
      return .double(Double(x) / Double(y))
    case .remainder:
      if y == 0 { return .double(.nan) }
      return y == -1 ? .int(0) : .int(x % y)
    }
  }
}
