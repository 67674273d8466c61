import ServerSentEvents

/// Compiles the keys that `response`, `respond`, `mismatch` and the entries of `attempts` share.
extension ScenarioCompiler {
  /// The maximum number of values of one header field.
  private static let valueLimit = 50
  /// Fields that prevent an answer from acting as a page of the playground; a scenario cannot omit them.
  private static let protectingFields: Set<String> = ["x-content-type-options", "content-security-policy"]

  /// Fields that must not be sent more than once: recipients differ in which one they use (RFC 9110, section 5.3).
  private static let singleFields: Set<String> = ["content-type", "date"]

  mutating func answerTemplate(_ member: DocumentMember?, at place: KeyPlace, _ context: Context)
    -> AnswerTemplate?
  {
    guard let member, let fields = fields(of: member.value, at: place) else { return nil }
    return answerTemplate(fields, context)
  }

  mutating func answerTemplate(_ fields: CheckedMapping, _ context: Context) -> AnswerTemplate {
    var answer = AnswerTemplate()
    if let status = fields["status"] {
      (answer.status, answer.statusExpression) = number(status, .status, context)
    }
    (answer.headers, answer.omitted) = headers(fields["headers"], context)
    answer.contentType = scalarTemplate(fields["contentType"], context)
    answer.redirect = scalarTemplate(fields["redirect"], context)
    if let problem = answer.redirectProblem(answer.status), let member = fields["status"] {
      report(problem, at: member.value.location)
    }
    answer.retryAfter = duration(fields["retryAfter"]).map { ($0 + 999_999_999) / 1_000_000_000 }
    answer.delay = delay(fields["delay"], context)
    answer.resets = toggle("reset", of: fields)
    answer.framing = framing(fields["framing"])
    answer.closes = word(fields["connection"], at: fields.place) == "close"
    answer.ending = word(fields["end"], at: fields.place).flatMap(Ending.init) ?? answer.ending
    answer.body = body(fields, context)
    checkHonoured(fields, answer)
    return answer
  }

  // MARK: Keys without effect

  /// Reports keys that would have no effect, and a body where the status does not allow one.
  private mutating func checkHonoured(_ fields: CheckedMapping, _ answer: AnswerTemplate) {
    if answer.resets {
      for member in fields.members where !["reset", "delay", "times"].contains(member.key) {
        report(
          "'\(member.key)' has no effect beside 'reset', which sends no answer; leave out one of them",
          at: member.location)
      }
      return
    }
    if answer.hasNoBody, let status = fields["status"] {
      if answer.body != nil || fields["steps"] != nil {
        report("a response with status \(answer.status ?? 0) has no body", at: status.value.location)
      }
      for key in ["framing", "end"] {
        guard let member = fields[key] else { continue }
        report(
          "'\(key)' has no effect: a response with status \(answer.status ?? 0) has no body",
          at: member.location)
      }
    }
    if fields.place == .attempt { checkAttempt(fields, answer) }
  }

  private mutating func checkAttempt(_ fields: CheckedMapping, _ answer: AnswerTemplate) {
    if let steps = fields["steps"] {
      if answer.body != nil || answer.redirect != nil {
        report(
          "'steps' are the body of the answer; leave out \(answer.redirect == nil ? "the other body" : "'redirect'")",
          at: steps.location)
      }
      if let end = fields["end"] {
        report(
          "'end' has no effect beside 'steps': put the step '- end: …' after the last of them",
          at: end.location)
      }
    } else if !answer.replacesStream(status: answer.status), let end = fields["end"] {
      report(
        "'end' has no effect: this connection plays the scenario's steps, and they say how it ends; give a body, or 'steps'",
        at: end.location)
    }
  }

  /// Returns the `framing: length` of an answer that is a stream, which then has to end; nil for any other answer.
  func lengthOfStream(_ fields: CheckedMapping, _ answer: AnswerTemplate?) -> DocumentMember? {
    guard let answer, case .rightLength = answer.framing, !answer.resets else { return nil }
    let isStream =
      fields.place == .attempt
      ? fields["steps"] != nil || !answer.replacesStream(status: answer.status)
      // A redirect has no stream.
      : answer.redirect == nil && !answer.hasNoBody
    return isStream ? fields["framing"] : nil
  }

  // MARK: Parts

  private mutating func framing(_ member: DocumentMember?) -> AnswerTemplate.Framing? {
    guard let member else { return nil }
    if case .mapping = member.value.content {
      guard let fields = fields(of: member.value, at: .framing) else { return nil }
      return integer(fields["length"], at: .framing).map { .length(UInt64($0)) }
    }
    switch word(member, at: .response) {
    case "chunked": return .chunked
    case "close": return .closeDelimited
    case "length": return .rightLength
    default: return nil
    }
  }

  private mutating func body(_ fields: CheckedMapping, _ context: Context) -> (block: Block, type: String)? {
    let bodies = fields.members.filter { ScenarioKeys.bodyNames.contains($0.key) }
    if bodies.count > 1 {
      report(
        "a response has one body; choose one of \(bodies.map(\.key).joined(separator: " and "))",
        at: bodies[1].location)
    }
    guard let member = bodies.first else { return nil }
    var block = BlockBuilder(EventEncoder(lineEnding: settings.lineEnding))
    switch member.key {
    case "json":
      block.append(JSONBuilder(member.value, &self, context))
      return (block.finish(.raw, limit: .max), "application/json")
    case "hex", "base64":
      guard let bytes = decoded(fields) else { return nil }
      block.append(bytes: bytes)
    case "bytes": fillers(member, &block)
    default:
      guard let template = scalarTemplate(member, context) else { return nil }
      block.append(.raw(template), template.effects)
      return (
        block.finish(.raw, limit: .max),
        member.key == "html" ? "text/html; charset=utf-8" : "text/plain; charset=utf-8"
      )
    }
    return (block.finish(.raw, limit: .max), "application/octet-stream")
  }

  /// Appends the body for the key `bytes`: the bytes in its list, or its number of letters `x`.
  private mutating func fillers(_ member: DocumentMember, _ block: inout BlockBuilder) {
    if case .sequence = member.value.content {
      block.append(bytes: integers(member, at: .answer).map { UInt8(clamping: $0) })
    } else {
      let count = integer(member, at: .answer) ?? 0
      if count > 0 { block.append(.repeated([UInt8(ascii: "x")], times: count), []) }
    }
  }

  // MARK: Header fields

  /// Returns the header fields, with their names as written, and the lowercase names of the fields to omit.
  mutating func headers(
    _ member: DocumentMember?, _ context: Context
  ) -> (fields: [(name: String, value: Template)], omitted: Set<String>) {
    var headers: [(name: String, value: Template)] = []
    var omitted: Set<String> = []
    for field in members(member, .headers) {
      guard isHeaderName(field.key, at: field.location) else { continue }
      if field.value.scalar?.meaning == .null {
        omit(field, &omitted)
        continue
      }
      for value in values(of: field) {
        if let template = headerValue(field, value, context) {
          headers.append((name: field.key, value: template))
        }
      }
    }
    return (headers, omitted)
  }

  private mutating func omit(_ field: DocumentMember, _ omitted: inout Set<String>) {
    let name = field.key.lowercased()
    if Self.protectingFields.contains(name) {
      report(
        "'\(field.key)' cannot be left out: it keeps what is answered from acting as a page of the playground",
        at: field.location)
    } else {
      omitted.insert(name)
    }
  }

  /// Returns the values of one field: the single value, or each value of a list.
  private mutating func values(of field: DocumentMember) -> [DocumentNode] {
    guard case .sequence(let nodes) = field.value.content else { return [field.value] }
    if nodes.count > Self.valueLimit {
      report("a field may have at most \(Self.valueLimit) values", at: field.value.location)
      return []
    }
    if nodes.count > 1, Self.singleFields.contains(field.key.lowercased()) {
      report("'\(field.key)' has one value", at: field.value.location)
      return []
    }
    return nodes
  }

  private mutating func headerValue(
    _ field: DocumentMember, _ value: DocumentNode, _ context: Context
  ) -> Template? {
    let member = DocumentMember(key: field.key, location: field.location, value: value)
    guard let template = scalarTemplate(member, context) else { return nil }
    if let constant = template.constant,
      let problem = ProgramRun.problem(of: Array(constant.utf8)[...], limit: 8_192)
    {
      report("'\(field.key)' \(problem)", at: value.location)
    }
    if let reason = WithheldField.reason(name: field.key, value: template.opening.text) {
      warn("'\(field.key)' is left out of the answer: \(reason)", at: field.location)
    }
    return template
  }
}
