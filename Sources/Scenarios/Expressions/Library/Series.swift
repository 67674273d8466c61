/// What the functions of series do. Their values are rounded to six digits behind the point.
enum Series {
  private static let keyLimit = 256

  /// How often the period has passed at `x`, or since the plan began.
  static func turns(_ period: Value, _ x: Value, _ e: Evaluation) -> Double {
    let position = x.isNull ? Double(e.elapsed) / 1_000_000_000 : x.double
    let turns = position / (DurationText.seconds(period) ?? 0)
    return turns.isFinite ? turns : 0
  }

  static func wave(_ arguments: [Value], _ e: Evaluation, shape: (Double) -> Double) -> Value {
    guard arguments.count >= 3 else { return .null }
    let turns = turns(arguments[0], arguments.count > 3 ? arguments[3] : .null, e)
    let (low, high) = (arguments[1].double, arguments[2].double)
    return rounded(low + (high - low) * shape(turns - turns.rounded(.down)))
  }

  static func rounded(_ value: Double) -> Value { Numbers.round(.double(value), digits: 6) }

  static func walk(
    _ arguments: [Value], _ place: Int, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    guard arguments.count >= 2, place < e.states.count else { return arguments.first ?? .null }
    func argument(_ index: Int) -> Value { index < arguments.count ? arguments[index] : .null }
    let state = e.states[place]
    guard !argument(4).isNull else {
      let value = next(after: state, arguments, &e)
      e.states[place] = .double(value)
      return rounded(value)
    }
    let key = try e.text(of: argument(4))
    e.states[place] = .null
    var walks = Value.Members()
    if case .object(let known) = state { walks = known }
    let value = next(after: walks[key] ?? .null, arguments, &e)
    if walks.count >= keyLimit, walks[key] == nil, let oldest = walks.names.first { walks[oldest] = nil }
    walks[key] = .double(value)
    e.states[place] = .object(walks)
    return rounded(value)
  }

  /// The walk's next value; from a bound it is thrown back by as much as it would have passed it.
  private static func next(after state: Value, _ arguments: [Value], _ e: inout Evaluation) -> Double {
    func bound(_ index: Int, _ otherwise: Double) -> Double {
      guard index < arguments.count, !arguments[index].isNull, !arguments[index].double.isNaN else {
        return otherwise
      }
      return arguments[index].double
    }
    let (low, high) = (bound(2, -.infinity), bound(3, .infinity))
    let drawn = e.random.unit() * 2 - 1
    guard case .double(let last) = state else { return max(low, min(high, arguments[0].double)) }
    var value = last + drawn * arguments[1].double
    if value > high { value = high - (value - high) } else if value < low { value = low + (low - value) }
    return max(low, min(high, value.isNaN ? last : value))
  }
}
