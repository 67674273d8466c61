/// Implements the functions for series. The values of waves and walks are rounded to six digits after the point.
enum Series {
  /// The maximum number of keys for which one call of `walk` keeps state. A new key replaces the oldest.
  private static let mostKeys = 256

  /// Returns the number of periods in `x`; if `x` is null, in the plan time elapsed, in seconds.
  static func turns(_ period: Value, _ x: Value, _ e: inout Evaluation) throws(EvaluationError) -> Double {
    let position = x.isNull ? Double(e.elapsed) / 1_000_000_000 : try e.double(x)
    let turns = position / (try e.seconds(period) ?? 0)
    return turns.isFinite ? turns : 0
  }

  static func wave(
    _ arguments: [Value], _ e: inout Evaluation, shape: (Double) -> Double
  ) throws(EvaluationError) -> Value {
    guard arguments.count >= 3 else { return .null }
    try e.charge(4)
    let turns = try turns(arguments[0], arguments.count > 3 ? arguments[3] : .null, &e)
    let (low, high) = (try e.double(arguments[1]), try e.double(arguments[2]))
    return rounded(low + (high - low) * shape(turns - turns.rounded(.down)))
  }

  static func rounded(_ value: Double) -> Value { Numbers.round(.double(value), digits: 6) }

  static func walk(
    _ arguments: [Value], _ place: Int, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    guard arguments.count >= 2 else { return arguments.first ?? .null }
    var numbers: [Double?] = []
    for argument in arguments.prefix(4) { numbers.append(argument.isNull ? nil : try e.double(argument)) }
    try e.charge(2)
    guard arguments.count > 4, !arguments[4].isNull else {
      let value = next(after: e.recall(place), numbers, &e)
      try e.remember(.double(value), place)
      return rounded(value)
    }
    let key = try e.text(of: arguments[4])
    guard key.utf8.count <= EvaluationError.keyLimit else { throw .longKey }
    // For finding the key, and for computing the weight of all walks again after the change.
    try e.charge(4 * mostKeys / 8 + mostKeys * key.utf8.count >> 6)
    var walks = Value.Members()
    if case .object(let known) = e.recall(place) { walks = known }
    let value = next(after: walks[key] ?? .null, numbers, &e)
    if walks.count >= mostKeys, walks[key] == nil, let oldest = walks.names.first { walks[oldest] = nil }
    walks[key] = .double(value)
    try e.remember(.object(walks), place)
    return rounded(value)
  }

  /// Returns the next value of the walk. A step beyond a bound is reflected at the bound.
  ///
  /// - Parameter numbers: start, step, lower bound and upper bound; a bound may be missing or nil.
  private static func next(after state: Value, _ numbers: [Double?], _ e: inout Evaluation) -> Double {
    func bound(_ index: Int, _ otherwise: Double) -> Double {
      guard index < numbers.count, let bound = numbers[index], !bound.isNaN else { return otherwise }
      return bound
    }
    let (low, high) = (bound(2, -.infinity), bound(3, .infinity))
    let (start, step) = (numbers[0] ?? 0, numbers[1] ?? 0)
    let drawn = e.random.unit() * 2 - 1
    guard case .double(let last) = state else { return max(low, min(high, start)) }
    var value = last + drawn * step
    if value > high { value = high - (value - high) } else if value < low { value = low + (low - value) }
    return max(low, min(high, value.isNaN ? last : value))
  }
}
