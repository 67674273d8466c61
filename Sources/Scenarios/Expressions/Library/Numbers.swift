enum Numbers {
  static func round(_ value: Value, digits: Int) -> Value {
    let number = value.number
    if case .int = number, digits >= 0 { return number }
    let double = number.double
    if digits == 0 { return .tidy(halfUp(double)) }
    var scale = 1.0
    for _ in 0..<min(15, digits.magnitude) { scale *= 10 }
    if digits < 0 { return .tidy(halfUp(double / scale) * scale) }
    let scaled = double * scale
    return scaled.magnitude < 9_007_199_254_740_992 ? .tidy(halfUp(scaled) / scale) : number
  }

  private static func halfUp(_ value: Double) -> Double {
    let floor = value.rounded(.down)
    return value - floor >= 0.5 ? floor + 1 : floor
  }

  static func whole(_ value: Value, _ rule: FloatingPointRoundingRule) -> Value {
    let number = value.number
    guard case .double(let double) = number else { return number }
    return .tidy(double.rounded(rule))
  }

  static func extreme(
    _ arguments: [Value], _ wanted: Value.Order, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    var numbers = arguments
    if arguments.count == 1, case .array(let elements) = arguments.first { numbers = elements.values }
    var best: Value = .null
    for number in numbers {
      try e.charge(1)
      let isBetter = best.isNull ? true : try Value.order(number, best, &e) == wanted
      if isBetter { best = try e.number(number) }
    }
    return best
  }

  static func sum(_ array: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    guard case .array(let numbers) = array else { return try e.number(array) }
    try e.charge(elements: 2 * numbers.count)
    var whole = 0
    var rest = 0.0
    var isWhole = true
    for value in numbers.values {
      let number = try e.number(value)
      if case .int(let next) = number {
        let (sum, overflow) = whole.addingReportingOverflow(next)
        if !overflow {
          whole = sum
          continue
        }
      }
      isWhole = false
      rest += number.double
    }
    return isWhole ? .int(whole) : .tidy(Double(whole) + rest)
  }
}
