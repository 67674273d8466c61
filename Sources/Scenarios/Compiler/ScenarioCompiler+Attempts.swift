/// Compiles `attempts`.
extension ScenarioCompiler {
  /// Compiles the entries into `settings.attempts`.
  ///
  /// - Returns: the steps of the entries, to be compiled after the scenario's steps, and the last `framing: length` among
  ///   the entries that play the scenario's steps.
  mutating func compile(attempts member: DocumentMember?, _ context: Context)
    -> (steps: [AttemptSteps], length: DocumentMember?)
  {
    var found: (steps: [AttemptSteps], length: DocumentMember?) = ([], nil)
    for node in elements(member, mustBe: KeyType.attempts.expectation).map(\.value) {
      if node.scalar?.text == "fine" {
        settings.attempts.append(AttemptRules(times: 1, line: node.location.line))
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
      let times = isForever ? nil : integer("times", of: fields)
      let answer = answerTemplate(fields, context)
      let length = lengthOfStream(fields, answer)
      let line = node.location.line
      if let steps = fields["steps"] {
        checkShared("'steps' of an attempt are one client's own", "steps", at: steps.location)
        found.steps.append(
          AttemptSteps(index: settings.attempts.count, member: steps, line: line, length: length))
      } else if let length {
        found.length = length
      }
      settings.attempts.append(AttemptRules(times: times, answer: answer, line: line))
    }
    return found
  }

  /// Compiles the steps of attempts after those of the scenario.
  ///
  /// - Parameter length: the place at which a mistake is reported for attempts that take `framing: length` from `response`.
  mutating func compile(
    _ attempts: [AttemptSteps], _ fields: CheckedMapping, _ length: DocumentMember?, _ context: Context
  ) {
    guard !attempts.isEmpty else { return }
    builder.append(.stop, line: builder.lastLine)
    let hasIDs = builder.blocks.contains(where: \.hasID)
    for steps in attempts {
      let entry = builder.position
      let firstBlock = builder.blocks.count
      let bounds = compile(steps: steps.member, context)
      builder.append(.stop, line: builder.lastLine)
      if hasIDs, builder.blocks[firstBlock...].contains(where: \.hasID) {
        warn(
          "these steps give ids, as the scenario's own do: a client that comes back with one is looked for among the scenario's own steps alone",
          at: steps.member.location)
      }
      let isLength = if case .rightLength = settings.response?.framing { true } else { false }
      if let place = steps.length
        ?? (isLength && settings.attempts[steps.index].answer?.framing == nil ? length : nil)
      {
        checkEnd(of: bounds, framedAt: place)
      }
      let isExact = isExact(bounds)
      settings.attempts[steps.index].answer?.steps = AnswerTemplate.Steps(
        entry: entry, line: steps.line, opens: fields["open"] == nil ? !isExact : settings.opens,
        heartbeat: fields["heartbeat"] == nil
          ? (isExact ? nil : PlanSettings().heartbeat) : settings.heartbeat)
    }
  }

  /// Whether, by default, the playground adds neither an opening comment nor heartbeats to the output of these steps.
  func isExact(_ bounds: StepBounds) -> Bool {
    bounds.hasExactBytes || settings.byteOrderMark || settings.format != .eventStream
  }

  /// Reports a mistake if the body of these steps cannot be known before the head is sent, as `framing: length` requires.
  mutating func checkEnd(of bounds: StepBounds, framedAt place: DocumentMember) {
    if bounds.events ?? .max > 10_000 {
      report(
        "'framing: length' needs a scenario of at most 10,000 events that ends", at: place.value.location)
    }
    if let (step, line) = bounds.mayNeverEnd {
      report(
        "'framing: length' needs to know the whole body before the head, and '\(step)' in line \(line) may keep it open for ever; leave out one of them",
        at: place.value.location)
    }
  }
}

/// The steps of an entry of `attempts`, kept until the scenario's own steps are compiled.
struct AttemptSteps {
  /// The index of the entry in `PlanSettings.attempts`.
  var index: Int
  var member: DocumentMember
  /// The line of the entry.
  var line: Int
  /// The `framing: length` of the entry; nil if it has none.
  var length: DocumentMember?
}
