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
      if bounds.neverEnds, !saidSo {
        warn("never reached: the loop before it has no end", at: step.location)
        saidSo = true
      }
      let next = compile(step: step, scope)
      let sum = bounds + next
      check(sum, of: [bounds, next], "with this step the scenario", at: step.location)
      bounds = sum
    }
    return bounds
  }

  /// Reports what is too much as a whole, unless one of its parts already is.
  mutating func check(
    _ whole: StepBounds, of parts: [StepBounds], _ what: String, at location: SourceLocation
  ) {
    let limit = Self.eventLimit
    if let events = whole.events, events > limit {
      if parts.allSatisfy({ $0.events ?? 0 <= limit }) {
        report(
          "\(what) comes to \(events) events; at most 1,000,000 are allowed, or 'repeat: forever'",
          at: location)
      }
    } else if whole.turns > limit, parts.allSatisfy({ $0.turns <= limit }) {
      report(
        "\(what) comes to \(whole.turns) turns of loops, with those of loops within loops; at most 1,000,000 are allowed, or 'repeat: forever'",
        at: location)
    }
    let latest = ProgramRun.timeLimit
    if whole.least > latest, parts.allSatisfy({ $0.least <= latest }) {
      report(
        "\(what) takes more than 292 years, which is as far as plan time goes; wait less, or use 'repeat: forever'",
        at: location)
    }
  }

  private mutating func compile(step node: DocumentNode, _ scope: Scope) -> StepBounds {
    steps += 1
    if steps == Self.stepLimit + 1 {
      report("a scenario may have at most 1,000 steps, and this is one more", at: node.location)
    }
    guard steps <= Self.stepLimit, let place = kind(of: node), let fields = fields(of: node, at: place) else {
      return StepBounds()
    }
    if nesting > Self.nestingLimit {
      report("steps may be nested at most 16 deep", at: node.location)
      return StepBounds()
    }
    nesting += 1
    defer { nesting -= 1 }
    switch place {
    case .event: return compile(event: fields, scope)
    case .wait: return compile(wait: fields, scope)
    case .repetition: return compile(repetition: fields, scope)
    case .each: return compile(each: fields, scope)
    case .raw: return compile(raw: fields, scope)
    case .silence: return compile(silence: fields, scope)
    case .breaking: compile(breaking: fields)
    case .condition: return compile(condition: fields, scope)
    case .selection: return compile(selection: fields, scope)
    case .choice: return compile(choice: fields, scope)
    case .assignment: compile(assignment: fields, scope)
    case .use: return compile(use: fields, scope)
    case .inclusion: return compile(inclusion: fields)
    case .writing: compile(writing: fields, scope)
    case .gate: return compile(gate: fields)
    case .awaiting: return compile(await: fields, scope)
    case .signal: compile(signal: fields, scope)
    case .respond: return compile(respond: fields, scope)
    case .end: return compile(end: fields, scope)
    default: break
    }
    return StepBounds()
  }

  /// What kind of step it is, by the key that only that kind has.
  private mutating func kind(of node: DocumentNode) -> KeyPlace? {
    guard case .mapping(let members) = node.content else {
      let isGlued = node.scalar.map { $0.style == .plain && $0.text.contains(":") } ?? false
      report(
        "a step is a mapping such as '- data: Hello' or '- wait: 1s', got \(node.kind)"
          + (isGlued ? "; a space belongs behind the ':'" : ""), at: node.location)
      return nil
    }
    // An event's keys may stand beside those of a loop, so the others are looked for first.
    for place in KeyPlace.steps where place != .event {
      if members.contains(where: { place.leading.contains($0.key) }) { return place }
    }
    if members.contains(where: { KeyPlace.event.leading.contains($0.key) }) { return .event }
    let leading = KeyPlace.steps.flatMap(\.leading)
    if let misspelt = members.first(where: { KeyPlace.event.key($0.key) == nil }) {
      if let near = nearest(to: misspelt.key, among: leading) {
        report(
          "unknown key '\(Mistake.shortened(misspelt.key))'; did you mean '\(near)'?", at: misspelt.location)
        return nil
      }
      if let word = Synonyms.step(for: misspelt.key), leading.contains(word) {
        report(
          "unknown key '\(Mistake.shortened(misspelt.key))'; here that is '\(word)'", at: misspelt.location)
        return nil
      }
    }
    report("a step has one of the keys \(leading.joined(separator: ", "))", at: node.location)
    return nil
  }

  // MARK: Waiting and ending

  private mutating func compile(wait fields: CheckedMapping, _ scope: Scope) -> StepBounds {
    guard let delay = delay(fields["wait"], scope) else { return StepBounds() }
    builder.append(wait: delay, line: line(of: fields))
    return .waiting(delay)
  }

  private mutating func compile(silence fields: CheckedMapping, _ scope: Scope) -> StepBounds {
    guard let delay = delay(fields["silence"], scope) else { return StepBounds() }
    builder.append(silence: delay, line: line(of: fields))
    return .waiting(delay)
  }

  private mutating func compile(gate fields: CheckedMapping) -> StepBounds {
    guard let name = name(fields["gate"]) else { return StepBounds() }
    checkShared("'gate' waits in one client's session", "gate", at: fields.location)
    builder.append(gate: name, line: line(of: fields))
    gates.append(name)
    if holding == nil { holding = ("gate: \(name)", line(of: fields)) }
    // Somebody has to open it each time.
    return StepBounds(least: 1_000_000, typical: 0)
  }

  private mutating func compile(writing fields: CheckedMapping, _ scope: Scope) {
    guard let member = fields["write"] else { return }
    checkShared("'write' cuts the bytes of one client's stream", "write", at: fields.location)
    builder.append(rules: writeRules(member, scope), line: line(of: fields))
  }

  /// The wait of an `after`.
  mutating func compile(after fields: CheckedMapping, _ scope: Scope) -> StepBounds {
    guard let delay = delay(fields["after"], scope) else { return StepBounds() }
    builder.append(wait: delay, line: line(of: fields))
    return .waiting(delay)
  }

  private mutating func compile(end fields: CheckedMapping, _ scope: Scope) -> StepBounds {
    let bounds = compile(after: fields, scope)
    guard let word = word(fields["end"], at: fields.place) else { return bounds }
    if word == "hold", holding == nil { holding = ("end: hold", line(of: fields)) }
    builder.append(Ending(rawValue: word).map(Instruction.end) ?? .hold, line: line(of: fields))
    return bounds
  }
}
