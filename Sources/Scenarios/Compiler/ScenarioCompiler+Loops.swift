/// Compiles loops.
extension ScenarioCompiler {
  mutating func compile(repetition fields: CheckedMapping, _ context: Context) -> StepBounds {
    var inner = context
    var loop = Loop(
      iterations: iterations(fields["repeat"], context), every: delay(fields["every"], context),
      indexSlot: inner.scope.declareLoop())
    loop.pace = pace(fields, context)
    loop.isFirehose = isFirehose
    if let name = variableName(fields["as"]) { loop.numberNames.append(inner.scope.declare(name)) }
    if let name = variableName(fields["index"]) { loop.indexNames.append(inner.scope.declare(name)) }
    return compile(loop, fields, inner)
  }

  private mutating func pace(_ fields: CheckedMapping, _ context: Context) -> LoopPace? {
    guard let member = fields["pace"], let keys = self.fields(of: member.value, at: .pace) else { return nil }
    if let every = fields["every"] {
      report("'every' and 'pace' both say when iterations begin; leave out one of them", at: every.location)
    }
    let first = delay(keys["first"], context)
    var interval: UInt64?
    if let rate = keys["rate"] {
      interval = rate.value.scalar.flatMap { LoopPace.interval($0.text) }
      if interval == nil { report(rate, mustBe: KeyType.rate.expectation) }
    }
    var jitter = 0.0
    if let member = keys["jitter"] {
      if let part = member.value.scalar.flatMap({ LoopPace.part($0.text) }) {
        jitter = part
      } else {
        report(member, mustBe: KeyType.percentage.expectation)
      }
    }
    return interval.map { LoopPace(first: first, interval: $0, jitter: jitter) }
  }

  private mutating func iterations(_ member: DocumentMember?, _ context: Context) -> Loop.Iterations {
    guard let member else { return .fixed(0) }
    if member.value.scalar?.text == "forever" { return .forever }
    let number = number(member, .count, context)
    return number.expression.map(Loop.Iterations.count) ?? .fixed(number.constant ?? 0)
  }

  mutating func compile(each fields: CheckedMapping, _ context: Context) -> StepBounds {
    var inner = context
    var loop = Loop(
      iterations: values(fields["each"], context), every: delay(fields["every"], context),
      indexSlot: inner.scope.declareLoop())
    loop.pace = pace(fields, context)
    let item = variableName(fields["as"]) ?? fields.place.key("as")?.defaultValue
    loop.itemSlot = item.map { inner.scope.declare($0) }
    if let name = variableName(fields["index"]) { loop.indexNames.append(inner.scope.declare(name)) }
    return compile(loop, fields, inner)
  }

  private mutating func values(_ member: DocumentMember?, _ context: Context) -> Loop.Iterations {
    guard let member else { return .fixed(0) }
    if case .sequence = member.value.content {
      guard let value = value(member.value, context) else { return .fixed(0) }
      if case .array(let values) = value.constant { return .values(values) }
      return .list(value)
    }
    guard let expression = expression(member, .list, context) else { return .fixed(0) }
    switch expression.constant {
    case nil: return .list(.template(Template(pieces: [.expression(expression)])))
    case .array(let values)?: return .values(values)
    default:
      report(member, mustBe: KeyType.list.expectation)
      return .fixed(0)
    }
  }

  private mutating func compile(_ loop: Loop, _ fields: CheckedMapping, _ context: Context) -> StepBounds {
    let line = context.line(of: fields)
    let number = builder.loops.count
    builder.loops.append(loop)
    builder.append(.begin(loop: number), line: line)
    let start = builder.append(.iterate(loop: number, exit: 0), line: line)
    let body = compile(body: fields, context.inLoop(number, label: name(fields["label"])))
    builder.append(.next(loop: number, start: start), line: line)
    builder.replace(start, by: .iterate(loop: number, exit: builder.position))
    let canBeLeft = builder.landBreaks(from: number)
    var bounds = bounds(of: loop, body, fields, canBeLeft: canBeLeft)
    bounds.surelySends =
      if case .fixed(1...) = loop.iterations { body.surelySends && !canBeLeft } else { false }
    (bounds.hasExactBytes, bounds.mayNeverEnd) = (body.hasExactBytes, body.mayNeverEnd)
    return bounds
  }

  /// Compiles the `steps` of a loop or of an alternative, or the single event given instead of `steps`.
  mutating func compile(body fields: CheckedMapping, _ context: Context) -> StepBounds {
    let own = Set(fields.place.keys.map(\.name))
    let event = fields.members.filter { !own.contains($0.key) }
    guard let steps = fields["steps"] else {
      if event.contains(where: { KeyPlace.event.leading.contains($0.key) }) {
        return compile(
          event: CheckedMapping(place: .event, location: fields.location, members: event), context)
      }
      report(
        "\(fields.place.rawValue) needs 'steps', or the keys of an event such as 'data'", at: fields.location)
      return StepBounds()
    }
    if let extra = event.first {
      report("'\(extra.key)' stands beside 'steps'; put it into one of the steps", at: extra.location)
    }
    return compile(steps: steps, context)
  }

  private mutating func bounds(
    of loop: Loop, _ body: StepBounds, _ fields: CheckedMapping, canBeLeft: Bool
  ) -> StepBounds {
    let every = StepBounds.waiting(loop.every ?? loop.pace?.iteration)
    let first = StepBounds.waiting(loop.pace?.first)
    let iteration = StepBounds(
      events: body.events, iterations: body.iterations, least: max(body.least, every.least),
      typical: body.typical.map { max($0, every.typical ?? 0) },
      waitsUnknown: body.waitsUnknown || every.waitsUnknown, iterationsUnknown: body.iterationsUnknown)
    let count: Int
    switch loop.iterations {
    case .forever:
      if !loop.isFirehose, !iteration.waitsUnknown, iteration.least < 1_000_000 {
        report(
          loop.pace != nil
            ? "this loop never ends, and at this 'pace' an iteration may wait for less than 1ms; give it a lower 'rate' or a lower 'jitter', or put 'firehose: on' at the top of the scenario"
            : "this loop never ends and never waits; give it 'every: 1s' or a 'wait' of at least 1ms, or put 'firehose: on' at the top of the scenario",
          at: fields.location)
      }
      return StepBounds(
        events: nil, least: canBeLeft ? 0 : iteration.least, typical: nil, neverEnds: !canBeLeft)
    case .count, .list:
      return StepBounds(
        events: body.events, iterations: body.iterations, typical: body.typical,
        waitsUnknown: iteration.waitsUnknown,
        iterationsUnknown: true)
    case .fixed(let fixed): count = fixed
    case .values(let values): count = values.count
    }
    guard count > 0 else { return StepBounds() }
    var total = first + iteration.times(count - 1) + body + StepBounds(iterations: count)
    if canBeLeft { total.least = 0 }
    check(total, of: [body], "this loop", at: fields.location)
    return total
  }
}
