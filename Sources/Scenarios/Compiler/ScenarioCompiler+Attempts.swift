/// Compiles `attempts`.
extension ScenarioCompiler {
  mutating func attempts(_ member: DocumentMember?, _ scope: Scope) -> [AttemptRules] {
    guard let member else { return [] }
    guard case .sequence(let nodes) = member.value.content else {
      report(member, mustBe: KeyType.attempts.expectation)
      return []
    }
    var rules: [AttemptRules] = []
    for node in nodes {
      if node.scalar?.text == "fine" {
        rules.append(AttemptRules(times: 1, line: node.location.line))
        continue
      }
      guard case .mapping = node.content else {
        report(
          "an entry of 'attempts' is 'fine' or a mapping such as { status: 503, retryAfter: 2s }, got \(node.kind)",
          at: node.location)
        continue
      }
      guard let fields = fields(of: node, at: .attempt) else { continue }
      let isForever = fields["times"]?.value.scalar?.text == "forever"
      let times = isForever ? nil : integer(fields["times"], at: .attempt) ?? 1
      let before = needsEnd
      needsEnd = nil
      let answer = answerTemplate(fields, scope)
      if let steps = fields["steps"] {
        checkShared("'steps' of an attempt are one client's own", "steps", at: steps.location)
        attemptSteps.append(
          AttemptSteps(index: rules.count, member: steps, line: line(of: fields), needsEnd: needsEnd))
        needsEnd = before
      } else {
        needsEnd = needsEnd ?? before
      }
      rules.append(AttemptRules(times: times, answer: answer, line: line(of: fields)))
    }
    return rules
  }

  /// Compiles the steps of attempts behind those of the scenario.
  mutating func compileAttemptSteps(_ settings: inout PlanSettings, _ fields: CheckedMapping, _ scope: Scope)
  {
    guard !attemptSteps.isEmpty else { return }
    builder.append(.stop, line: builder.lastLine)
    let hasIDs = builder.blocks.contains(where: \.hasID)
    let (wasExact, wasHolding, hadSent) = (writesExactBytes, holding, hasSurelySent)
    for steps in attemptSteps {
      (writesExactBytes, holding, hasSurelySent) = (false, nil, false)
      let entry = builder.position
      let firstBlock = builder.blocks.count
      let bounds = compile(steps: steps.member.value, scope)
      builder.append(.stop, line: builder.lastLine)
      if hasIDs, builder.blocks[firstBlock...].contains(where: \.hasID) {
        warn(
          "these steps give ids, as the scenario's own do: a client that comes back with one is looked for among the scenario's own steps alone",
          at: steps.member.location)
      }
      let isLength = if case .rightLength = settings.response?.framing { true } else { false }
      if let place = steps.needsEnd
        ?? (isLength && settings.attempts[steps.index].answer?.framing == nil ? needsEnd : nil)
      {
        checkEnd(of: bounds, framedAt: place)
      }
      let isExact = writesExactBytes || settings.byteOrderMark || format != .eventStream
      settings.attempts[steps.index].answer?.steps = AnswerTemplate.Steps(
        entry: entry, line: steps.line, opens: fields["open"] == nil ? !isExact : settings.opens,
        heartbeat: fields["heartbeat"] == nil
          ? (isExact ? nil : PlanSettings().heartbeat) : settings.heartbeat)
    }
    (writesExactBytes, holding, hasSurelySent) = (wasExact, wasHolding, hadSent)
  }

  /// `framing: length` has to know the whole body.
  mutating func checkEnd(of bounds: StepBounds, framedAt place: DocumentMember) {
    if bounds.events ?? .max > 10_000 {
      report(
        "'framing: length' needs a scenario of at most 10,000 events that ends", at: place.value.location)
    }
    if let (step, line) = holding {
      report(
        "'framing: length' needs to know the whole body before the head, and '\(step)' in line \(line) may hold it for ever; leave out one of them",
        at: place.value.location)
    }
  }
}
