/// `a + b`, `a - b`, `a * b`, `a / b`, `a % b`.
///
/// Whole numbers stay exact; a result that does not fit becomes a `.double`. `+` concatenates if one side is a text, array or object.
final class Arithmetic: Node {
  enum Operation: Sendable { case add, subtract, multiply, divide, remainder }

  private let operation: Operation
  private let left: any Node
  private let right: any Node
  let depth: Int
  let effects: Effects

  init(_ operation: Operation, _ left: any Node, _ right: any Node) {
    self.operation = operation
    self.left = left
    self.right = right
    depth = 1 + max(left.depth, right.depth)
    effects = left.effects.union(right.effects)
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    try e.charge(1)
    let a = try left.evaluate(&e)
    let b = try right.evaluate(&e)
    if case .int(let x) = a, case .int(let y) = b { return Self.whole(operation, x, y) }
    if operation == .add, Self.joins(a) || Self.joins(b) {
      let text = try e.text(of: a)
      let other = try e.text(of: b)
      try e.charge(text: text.utf8.count + other.utf8.count)
      return .string(TextBytes.joined(text, other))
    }
    let (first, second) = (try e.number(a), try e.number(b))
    if case .int(let x) = first, case .int(let y) = second { return Self.whole(operation, x, y) }
    let (x, y) = (first.double, second.double)
    switch operation {
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

  private static func whole(_ operation: Operation, _ x: Int, _ y: Int) -> Value {
    switch operation {
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
