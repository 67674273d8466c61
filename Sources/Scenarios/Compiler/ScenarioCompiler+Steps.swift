/// Compiles steps.
extension ScenarioCompiler {
  /// Compiles a list of steps and says what can be known of them.
  mutating func compile(steps node: DocumentNode, _ scope: Scope) -> StepBounds {
    guard case .sequence(let nodes) = node.content else {
      report("expected \(KeyType.steps.expectation), got \(node.kind)", at: node.location)
      return StepBounds()
    }
    var bounds = StepBounds()
    var saidSo = false
    for step in nodes {
      if bounds.isEndless, !saidSo {
        warn("never reached: the loop before it has no end", at: step.location)
        saidSo = true
      }
      bounds = bounds + compile(step: step, scope)
    }
    return bounds
  }

  private mutating func compile(step node: DocumentNode, _ scope: Scope) -> StepBounds {
    steps += 1
    if steps == Self.stepLimit + 1 {
      report("a scenario may have at most 1,000 steps, and this is one more", at: node.location)
    }
    guard steps <= Self.stepLimit, let place = kind(of: node), let fields = fields(of: node, at: place) else {
      return StepBounds()
    }
    switch place {
    case .event: return compile(event: fields, scope)
    case .wait: return compile(wait: fields, scope)
    case .repetition: return compile(repetition: fields, scope)
    case .each: return compile(each: fields, scope)
    case .raw: return compile(raw: fields, scope)
    case .end: return compile(end: fields, scope)
    case .scenario, .rawBytes: return StepBounds()
    }
  }

  /// What kind of step it is, by the key that only that kind has.
  private mutating func kind(of node: DocumentNode) -> Place? {
    guard case .mapping(let members) = node.content else {
      report(
        "a step is a mapping such as '- data: Hello' or '- wait: 1s', got \(node.kind)", at: node.location)
      return nil
    }
    // An event's keys may stand beside those of a loop, so the others are looked for first.
    for place in Place.steps where place != .event {
      if members.contains(where: { place.leading.contains($0.key) }) { return place }
    }
    if members.contains(where: { Place.event.leading.contains($0.key) }) { return .event }
    let leading = Place.steps.flatMap(\.leading)
    if let misspelt = members.first(where: { Place.event.key($0.key) == nil }) {
      if let near = Suggestion.nearest(to: misspelt.key, among: leading) {
        report(
          "unknown key '\(Mistake.shortened(misspelt.key))'; did you mean '\(near)'?", at: misspelt.location)
        return nil
      }
    }
    report("a step has one of the keys \(leading.joined(separator: ", "))", at: node.location)
    return nil
  }

  // MARK: Waiting and ending

  private mutating func compile(wait fields: Fields, _ scope: Scope) -> StepBounds {
    guard let delay = delay(fields["wait"], scope) else { return StepBounds() }
    builder.append(wait: delay, line: fields.location.line)
    return .waiting(delay)
  }

  /// The wait of an `after`.
  mutating func compile(after fields: Fields, _ scope: Scope) -> StepBounds {
    guard let delay = delay(fields["after"], scope) else { return StepBounds() }
    builder.append(wait: delay, line: fields.location.line)
    return .waiting(delay)
  }

  private mutating func compile(end fields: Fields, _ scope: Scope) -> StepBounds {
    let bounds = compile(after: fields, scope)
    guard let word = word(fields["end"], ["complete", "truncate", "reset", "hold"]) else { return bounds }
    builder.append(Ending(rawValue: word).map(Instruction.end) ?? .hold, line: fields.location.line)
    return bounds
  }

  // MARK: Loops

  private mutating func compile(repetition fields: Fields, _ scope: Scope) -> StepBounds {
    var inner = scope
    var loop = Loop(
      turns: turns(fields["repeat"], scope), every: delay(fields["every"], scope),
      indexSlot: inner.declareLoop())
    loop.isFirehose = isFirehose
    if let name = variableName(fields["as"]) { loop.numberNames.append(inner.declare(name)) }
    if let name = variableName(fields["index"]) { loop.indexNames.append(inner.declare(name)) }
    return compile(loop, fields, inner)
  }

  private mutating func turns(_ member: DocumentMember?, _ scope: Scope) -> Loop.Turns {
    guard let member else { return .fixed(0) }
    if let scalar = member.value.scalar {
      if scalar.text == "forever" { return .forever }
      if scalar.meaning == .number, let count = Int(scalar.text), (0...Loop.turnLimit).contains(count) {
        return .fixed(count)
      }
      if scalar.text.contains("${") {
        guard let template = template(member.value, scope) else { return .fixed(0) }
        if let single = template.single {
          guard let constant = single.constant else { return .count(single) }
          if case .int(let count) = constant, (0...Loop.turnLimit).contains(count) { return .fixed(count) }
        }
      }
    }
    report(member, mustBe: KeyType.count.expectation)
    return .fixed(0)
  }

  private mutating func compile(each fields: Fields, _ scope: Scope) -> StepBounds {
    var inner = scope
    var loop = Loop(
      turns: values(fields["each"], scope), every: delay(fields["every"], scope),
      indexSlot: inner.declareLoop())
    loop.itemSlot = inner.declare(fields["as"] == nil ? "item" : variableName(fields["as"]) ?? "item")
    if let name = variableName(fields["index"]) { loop.indexNames.append(inner.declare(name)) }
    return compile(loop, fields, inner)
  }

  private mutating func values(_ member: DocumentMember?, _ scope: Scope) -> Loop.Turns {
    guard let member else { return .fixed(0) }
    switch member.value.content {
    case .sequence:
      guard let value = value(member.value, scope) else { return .fixed(0) }
      if case .array(let values) = value.constant { return .values(values) }
      return .list(value)
    case .scalar(let scalar) where scalar.text.contains("${"):
      guard let template = template(member.value, scope) else { return .fixed(0) }
      if let single = template.single {
        guard let constant = single.constant else { return .list(.template(template)) }
        if case .array(let values) = constant { return .values(values) }
      }
    default: break
    }
    report(member, mustBe: KeyType.list.expectation)
    return .fixed(0)
  }

  private mutating func compile(_ loop: Loop, _ fields: Fields, _ scope: Scope) -> StepBounds {
    let line = fields.location.line
    let number = builder.loops.count
    builder.loops.append(loop)
    builder.append(.begin(loop: number), line: line)
    let turn = builder.append(.turn(loop: number, exit: 0), line: line)
    let body = compile(turn: fields, scope)
    builder.append(.next(loop: number, turn: turn), line: line)
    builder.replace(turn, by: .turn(loop: number, exit: builder.position))
    return bounds(of: loop, body, fields)
  }

  /// The steps of a loop, or the event that stands in their place.
  private mutating func compile(turn fields: Fields, _ scope: Scope) -> StepBounds {
    let own = Set(fields.place.keys.map(\.name))
    let event = fields.members.filter { !own.contains($0.key) }
    guard let steps = fields["steps"] else {
      if event.contains(where: { Place.event.leading.contains($0.key) }) {
        return compile(event: Fields(place: .event, location: fields.location, members: event), scope)
      }
      report(
        "\(fields.place.rawValue) needs 'steps', or the keys of an event such as 'data'", at: fields.location)
      return StepBounds()
    }
    if let extra = event.first {
      report("'\(extra.key)' stands beside 'steps'; put it into one of the steps", at: extra.location)
    }
    return compile(steps: steps.value, scope)
  }

  private mutating func bounds(of loop: Loop, _ body: StepBounds, _ fields: Fields) -> StepBounds {
    let every = StepBounds.waiting(loop.every)
    let turn = StepBounds(
      events: body.events, least: max(body.least, every.least),
      typical: body.typical.map { max($0, every.typical ?? 0) },
      waitsUnknown: body.waitsUnknown || every.waitsUnknown)
    let count: Int
    switch loop.turns {
    case .forever:
      if !loop.isFirehose, !turn.waitsUnknown, turn.least < 1_000_000 {
        report(
          "this loop never ends and never waits; give it 'every: 1s' or a 'wait' of at least 1ms, or put 'firehose: on' at the top of the scenario",
          at: fields.location)
      }
      return StepBounds(events: nil, least: turn.least, typical: nil)
    case .count, .list:
      return StepBounds(events: body.events, typical: body.typical, waitsUnknown: turn.waitsUnknown)
    case .fixed(let fixed): count = fixed
    case .values(let values): count = values.count
    }
    guard count > 0 else { return StepBounds() }
    let total = turn.times(count - 1) + body
    if let events = total.events, events > Self.eventLimit, body.events ?? 0 <= Self.eventLimit {
      report(
        "this loop comes to \(events) events; at most 1,000,000 are allowed, or 'repeat: forever'",
        at: fields.location)
    }
    return total
  }
}
