/// Compiles steps.
extension ScenarioCompiler {
  /// Compiles a list of steps and returns its bounds. Without a list, the bounds are empty.
  mutating func compile(steps member: DocumentMember?, _ context: Context) -> StepBounds {
    guard let node = member?.value else { return StepBounds() }
    guard case .sequence(let nodes) = node.content else {
      report("expected \(KeyType.steps.expectation), got \(node.kind)", at: node.location)
      return StepBounds()
    }
    var context = context
    var bounds = StepBounds()
    var saidSo = false
    for step in nodes {
      if bounds.neverEnds, !saidSo {
        warn("never reached: the loop before it has no end", at: step.location)
        saidSo = true
      }
      let next = compile(step: step, context)
      let sum = bounds + next
      check(sum, of: [bounds, next], "with this step the scenario", at: step.location)
      bounds = sum
      context.hasSurelySent = context.hasSurelySent || next.surelySends
    }
    return bounds
  }

  /// Reports a total that exceeds a limit, unless one of its parts already exceeds it.
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
    } else if whole.iterations > limit, parts.allSatisfy({ $0.iterations <= limit }) {
      report(
        "\(what) comes to \(whole.iterations) iterations of loops, with those of loops within loops; at most 1,000,000 are allowed, or 'repeat: forever'",
        at: location)
    }
    let latest = ProgramRun.timeLimit
    if whole.least > latest, parts.allSatisfy({ $0.least <= latest }) {
      report(
        "\(what) takes more than 292 years, which is as far as plan time goes; wait less, or use 'repeat: forever'",
        at: location)
    }
  }

  private mutating func compile(step node: DocumentNode, _ context: Context) -> StepBounds {
    steps += 1
    if steps == Self.stepLimit + 1 {
      report("a scenario may have at most 1,000 steps, and this is one more", at: node.location)
    }
    guard steps <= Self.stepLimit, let place = kind(of: node), let fields = fields(of: node, at: place) else {
      return StepBounds()
    }
    if context.depth > Self.nestingLimit {
      report("steps may be nested at most 16 deep", at: node.location)
      return StepBounds()
    }
    let context = context.inStep
    switch place {
    case .event: return compile(event: fields, context)
    case .wait: return compile(wait: fields["wait"], fields, context)
    case .repetition: return compile(repetition: fields, context)
    case .each: return compile(each: fields, context)
    case .raw: return compile(raw: fields, context)
    case .silence: return compile(silence: fields, context)
    case .breaking: compile(breaking: fields, context)
    case .condition: return compile(condition: fields, context)
    case .selection: return compile(selection: fields, context)
    case .choice: return compile(choice: fields, context)
    case .assignment: compile(assignment: fields, context)
    case .use: return compile(use: fields, context)
    case .inclusion: return compile(inclusion: fields, context)
    case .writing: compile(writing: fields, context)
    case .gate: return compile(gate: fields, context)
    case .awaiting: return compile(await: fields, context)
    case .signal: compile(signal: fields, context)
    case .respond: return compile(respond: fields, context)
    case .end: return compile(end: fields, context)
    default: break
    }
    return StepBounds()
  }

  /// Returns the kind of a step, which is identified by a key that only this kind has.
  private mutating func kind(of node: DocumentNode) -> KeyPlace? {
    guard case .mapping(let members) = node.content else {
      let isGlued = node.scalar.map { $0.style == .plain && $0.text.contains(":") } ?? false
      report(
        "a step is a mapping such as '- data: Hello' or '- wait: 1s', got \(node.kind)"
          + (isGlued ? "; a space belongs after the ':'" : ""), at: node.location)
      return nil
    }
    // A loop may also have the keys of an event, so the other kinds are tried first.
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

  /// Compiles a `wait`, or the `after` of another step.
  mutating func compile(wait member: DocumentMember?, _ fields: CheckedMapping, _ context: Context)
    -> StepBounds
  {
    guard let delay = delay(member, context) else { return StepBounds() }
    builder.append(wait: delay, line: context.line(of: fields))
    return .waiting(delay)
  }

  private mutating func compile(silence fields: CheckedMapping, _ context: Context) -> StepBounds {
    guard let delay = delay(fields["silence"], context) else { return StepBounds() }
    builder.append(silence: delay, line: context.line(of: fields))
    return .waiting(delay)
  }

  private mutating func compile(writing fields: CheckedMapping, _ context: Context) {
    guard let member = fields["write"] else { return }
    checkShared("'write' cuts the bytes of one client's stream", "write", at: fields.location)
    builder.append(rules: writeRules(member, context), line: context.line(of: fields))
  }

  private mutating func compile(end fields: CheckedMapping, _ context: Context) -> StepBounds {
    var bounds = compile(wait: fields["after"], fields, context)
    guard let word = word(fields["end"], at: fields.place) else { return bounds }
    let line = context.line(of: fields)
    if word == "hold" { bounds.mayNeverEnd = ("end: hold", line) }
    builder.append(Ending(rawValue: word).map(Instruction.end) ?? .hold, line: line)
    return bounds
  }
}
