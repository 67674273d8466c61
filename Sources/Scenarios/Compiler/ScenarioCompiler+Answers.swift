import ServerSentEvents

/// Compiles what `response`, `respond`, `mismatch` and the entries of `attempts` have in common.
extension ScenarioCompiler {
  /// Values of one header field.
  private static let valueLimit = 50
  /// Fields that keep an answer from acting as a page of the playground: they cannot be left out.
  private static let protectingFields: Set<String> = ["x-content-type-options", "content-security-policy"]

  /// Fields that have one value: a list would be several fields, which readers take for one or the other (RFC 9110, 5.3).
  private static let singleFields: Set<String> = ["content-type", "date"]

  mutating func answerTemplate(_ member: DocumentMember?, at place: KeyPlace, _ scope: Scope)
    -> AnswerTemplate?
  {
    guard let member, let fields = fields(of: member.value, at: place) else { return nil }
    return answerTemplate(fields, scope)
  }

  mutating func answerTemplate(_ fields: CheckedMapping, _ scope: Scope) -> AnswerTemplate {
    var answer = AnswerTemplate()
    status(fields["status"], &answer, scope)
    (answer.headers, answer.omitted) = headers(fields["headers"], scope)
    answer.contentType = scalarTemplate(fields["contentType"], scope)
    answer.redirect = scalarTemplate(fields["redirect"], scope)
    if answer.redirect != nil, let status = answer.status, ![301, 302, 303, 307, 308].contains(status),
      let member = fields["status"]
    {
      report(
        "'status' must be 301, 302, 303, 307 or 308 beside 'redirect', got \(status)",
        at: member.value.location)
    }
    answer.retryAfter = duration(fields["retryAfter"]).map { ($0 + 999_999_999) / 1_000_000_000 }
    answer.delay = delay(fields["delay"], scope)
    answer.resets = toggle(fields["reset"]) ?? false
    answer.framing = framing(fields["framing"])
    answer.closes = word(fields["connection"], at: fields.place) == "close"
    answer.ending = word(fields["end"], at: fields.place).flatMap(Ending.init) ?? .complete
    answer.body = body(fields, scope)
    checkHonoured(fields, answer)
    return answer
  }

  // MARK: What is honoured

  /// Refuses what would come to nothing.
  private mutating func checkHonoured(_ fields: CheckedMapping, _ answer: AnswerTemplate) {
    if answer.resets {
      for member in fields.members where !["reset", "delay", "times"].contains(member.key) {
        report(
          "'\(member.key)' comes to nothing beside 'reset', which sends no answer; leave out one of them",
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
          "'\(key)' comes to nothing: a response with status \(answer.status ?? 0) has no body",
          at: member.location)
      }
    }
    switch fields.place {
    case .attempt: checkAttempt(fields, answer)
    // A redirect has no stream.
    case .response where answer.redirect == nil && !answer.hasNoBody: noteEnd(fields, answer)
    default: break
    }
  }

  private mutating func checkAttempt(_ fields: CheckedMapping, _ answer: AnswerTemplate) {
    let hasBody = answer.body != nil || answer.redirect != nil
    if let steps = fields["steps"] {
      if hasBody {
        report(
          "'steps' are the body of the answer; leave out \(answer.redirect == nil ? "the other body" : "'redirect'")",
          at: steps.location)
      }
      if let end = fields["end"] {
        report(
          "'end' comes to nothing beside 'steps': put the step '- end: …' behind the last of them",
          at: end.location)
      }
      return noteEnd(fields, answer)
    }
    let isStream = !hasBody && (answer.status ?? 200) == 200 && answer.statusExpression == nil
    if isStream, let end = fields["end"] {
      report(
        "'end' comes to nothing: this connection plays the scenario's steps, and they say how it ends; give a body, or 'steps'",
        at: end.location)
    }
    if isStream { noteEnd(fields, answer) }
  }

  /// A stream of the right length has to end.
  private mutating func noteEnd(_ fields: CheckedMapping, _ answer: AnswerTemplate) {
    if case .rightLength = answer.framing { needsEnd = fields["framing"] }
  }

  // MARK: Parts

  private mutating func status(_ member: DocumentMember?, _ answer: inout AnswerTemplate, _ scope: Scope) {
    guard let member else { return }
    if let scalar = member.value.scalar, scalar.meaning == .text, scalar.text.contains("${") {
      guard let template = template(member.value, scope) else { return }
      if let single = template.single {
        guard let constant = single.constant else { return answer.statusExpression = single }
        if case .int(let status) = constant, (200...599).contains(status) { return answer.status = status }
      }
    } else if let scalar = member.value.scalar, scalar.meaning == .number, let status = Int(scalar.text),
      (200...599).contains(status)
    {
      return answer.status = status
    }
    report(member, mustBe: KeyType.status.expectation)
  }

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

  private mutating func body(_ fields: CheckedMapping, _ scope: Scope) -> (block: Block, type: String)? {
    let bodies = fields.members.filter {
      ["text", "json", "html", "hex", "base64", "bytes"].contains($0.key)
    }
    if bodies.count > 1 {
      report(
        "a response has one body; choose one of \(bodies.map(\.key).joined(separator: " and "))",
        at: bodies[1].location)
    }
    guard let member = bodies.first else { return nil }
    var block = BlockBuilder(EventEncoder(lineEnd: lineEnding))
    switch member.key {
    case "json":
      var json = JSONBuilder()
      json.append(member.value, &self, scope)
      json.flush()
      block.append(json)
      return (block.finish(.raw, limit: .max), "application/json")
    case "hex", "base64":
      guard let bytes = decoded(fields) else { return nil }
      block.append(bytes: bytes)
    case "bytes": fillers(member, &block)
    default:
      guard let template = scalarTemplate(member, scope) else { return nil }
      block.append(.raw(template), template.effects)
      return (
        block.finish(.raw, limit: .max),
        member.key == "html" ? "text/html; charset=utf-8" : "text/plain; charset=utf-8"
      )
    }
    return (block.finish(.raw, limit: .max), "application/octet-stream")
  }

  /// `bytes`: these, or so many.
  private mutating func fillers(_ member: DocumentMember, _ block: inout BlockBuilder) {
    if case .sequence = member.value.content {
      block.append(bytes: integers(member, at: .answer).map { UInt8(clamping: $0) })
    } else {
      let expectation = KeyPlace.answer.key("bytes")?.type.expectation
      let count = integer(member, 0...ProgramRun.rawLimit, expectation: expectation) ?? 0
      if count > 0 { block.append(.repeated([UInt8(ascii: "x")], times: count), []) }
    }
  }

  // MARK: Header fields

  /// Header fields, with their names as they are written, and the names, in lower case, of those to be left out.
  mutating func headers(
    _ member: DocumentMember?, _ scope: Scope
  ) -> (fields: [(name: String, value: Template)], omitted: Set<String>) {
    guard let member else { return ([], []) }
    guard case .mapping(let members) = member.value.content else {
      report(member, mustBe: KeyType.headers.expectation)
      return ([], [])
    }
    var headers: [(name: String, value: Template)] = []
    var omitted: Set<String> = []
    for field in members {
      guard isHeaderName(field.key, at: field.location) else { continue }
      if field.value.scalar?.meaning == .null {
        omit(field, &omitted)
        continue
      }
      for value in values(of: field) {
        if let template = headerValue(field, value, scope) {
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

  /// The values of one name: what stands there, or each of a list.
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
    _ field: DocumentMember, _ value: DocumentNode, _ scope: Scope
  ) -> Template? {
    let member = DocumentMember(key: field.key, location: field.location, value: value)
    guard let template = scalarTemplate(member, scope) else { return nil }
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
