/// Compiles what says how requests are answered.
extension ScenarioCompiler {
  mutating func compile(respond fields: CheckedMapping, _ scope: Scope) -> StepBounds {
    let waited = compile(after: fields, scope)
    guard let member = fields["respond"], let answer = self.fields(of: member.value, at: .answer) else {
      return waited
    }
    checkShared("'respond' answers one client's request", "respond", at: fields.location)
    if hasSurelySent, !sharesTimeline {
      report(
        "'respond' comes after something has been sent; put it before the first event", at: fields.location)
    }
    builder.append(answerTemplate(answer, scope), line: line(of: fields))
    return waited
  }

  mutating func answerTemplate(_ member: DocumentMember?, at place: KeyPlace, _ scope: Scope)
    -> AnswerTemplate?
  {
    guard let member, let fields = fields(of: member.value, at: place) else { return nil }
    return answerTemplate(fields, scope)
  }

  /// Reads the keys of `response`, `respond`, `mismatch` and the entries of `attempts`.
  private mutating func answerTemplate(_ fields: CheckedMapping, _ scope: Scope) -> AnswerTemplate {
    var answer = AnswerTemplate()
    answer.status = integer(fields["status"], 200...599)
    answer.headers = headers(fields["headers"], scope)
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
    answer.body = body(fields, scope)
    if answer.body != nil, answer.hasNoBody, let status = fields["status"] {
      report("a response with status \(answer.status ?? 0) has no body", at: status.value.location)
    }
    return answer
  }

  private mutating func body(_ fields: CheckedMapping, _ scope: Scope) -> (block: Block, type: String)? {
    let bodies = fields.members.filter { ["text", "json", "html"].contains($0.key) }
    if bodies.count > 1 {
      report(
        "a response has one body; choose one of \(bodies.map(\.key).joined(separator: " and "))",
        at: bodies[1].location)
    }
    guard let member = bodies.first else { return nil }
    var block = BlockBuilder(lineEnding: lineEnding)
    if member.key == "json" {
      var json = JSONBuilder()
      json.append(member.value, &self, scope)
      json.flush()
      block.append(json)
      return (block.finish(.raw, limit: .max), "application/json")
    }
    guard let template = scalarTemplate(member, scope) else { return nil }
    block.append(.raw(template), template.effects)
    return (
      block.finish(.raw, limit: .max),
      member.key == "html" ? "text/html; charset=utf-8" : "text/plain; charset=utf-8"
    )
  }

  mutating func scalarTemplate(_ member: DocumentMember?, _ scope: Scope) -> Template? {
    guard let member else { return nil }
    guard member.value.scalar != nil else {
      report(member, mustBe: "text")
      return nil
    }
    return template(member.value, scope)
  }

  private mutating func framing(_ member: DocumentMember?) -> AnswerTemplate.Framing? {
    guard let member else { return nil }
    if case .mapping = member.value.content {
      guard let fields = fields(of: member.value, at: .framing) else { return nil }
      return integer(fields["length"], 0...1_000_000_000).map { .length(UInt64($0)) }
    }
    let expectation = KeyPlace.response.key("framing")?.type.expectation
    switch word(member, ["chunked", "close", "length"], expectation: expectation) {
    case "chunked": return .chunked
    case "close": return .closeDelimited
    case "length":
      needsEnd = member
      return .rightLength
    default: return nil
    }
  }

  // MARK: Names and values

  /// Header fields; their names are made lower case.
  mutating func headers(_ member: DocumentMember?, _ scope: Scope) -> [(name: String, value: Template)] {
    guard let member else { return [] }
    guard case .mapping(let members) = member.value.content else {
      report(member, mustBe: KeyType.headers.expectation)
      return []
    }
    return members.compactMap { field in
      let name = field.key.lowercased()
      guard isHeaderName(name, at: field.location), let value = scalarTemplate(field, scope) else {
        return nil
      }
      if let constant = value.constant,
        let problem = ProgramRun.problem(of: Array(constant.utf8)[...], limit: 8_192)
      {
        report("'\(field.key)' \(problem)", at: field.value.location)
      }
      if let reason = WithheldField.reason(name: name, value: value.opening.text) {
        warn("'\(field.key)' is left out of the answer: \(reason)", at: field.location)
      }
      return (name: name, value: value)
    }
  }

  private mutating func isHeaderName(_ name: String, at location: SourceLocation) -> Bool {
    if ["content-length", "transfer-encoding", "connection"].contains(name) {
      report("'\(name)' is for the server to say; see 'framing'", at: location)
      return false
    }
    let isToken =
      !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
    if !isToken { report("'\(Mistake.shortened(name))' is no name of a header field", at: location) }
    return isToken
  }

  private mutating func requirements(_ member: DocumentMember?, _ scope: Scope, areHeaders: Bool)
    -> [RequestRules.Requirement]
  {
    guard let member else { return [] }
    guard case .mapping(let members) = member.value.content else {
      report(member, mustBe: KeyType.pairs.expectation)
      return []
    }
    return members.compactMap { field in
      guard let value = scalarTemplate(field, scope) else { return nil }
      return (
        name: areHeaders ? field.key.lowercased() : field.key, value: value.constant == "any" ? nil : value
      )
    }
  }

  // MARK: The keys at the top

  mutating func requestRules(_ member: DocumentMember?, _ scope: Scope) -> RequestRules? {
    guard let member, let fields = fields(of: member.value, at: .request) else { return nil }
    var rules = RequestRules()
    if let methods = fields["methods"] {
      rules.methods = words(methods, ["GET", "POST", "PUT", "PATCH", "DELETE"])
      if case .sequence(let nodes) = methods.value.content, nodes.isEmpty {
        report(methods, mustBe: "a list of at least one of GET, POST, PUT, PATCH and DELETE")
      }
    }
    rules.headers = requirements(fields["headers"], scope, areHeaders: true)
    rules.query = requirements(fields["query"], scope, areHeaders: false)
    rules.cookies = requirements(fields["cookies"], scope, areHeaders: false)
    rules.bearer = scalarTemplate(fields["bearer"], scope)
    rules.mismatch = answerTemplate(fields["mismatch"], at: .mismatch, scope)
    return rules
  }

  mutating func corsRules(_ member: DocumentMember?) -> CORSRules? {
    guard let member else { return nil }
    var rules = CORSRules()
    guard case .mapping = member.value.content else {
      guard
        let word = word(member, ["off", "any"], expectation: KeyPlace.scenario.key("cors")?.type.expectation)
      else { return nil }
      rules.allowsNone = word == "off"
      return rules
    }
    guard let fields = fields(of: member.value, at: .cors) else { return nil }
    rules.origins = fields["origins"].map { origins($0) }
    rules.allowsCredentials = toggle(fields["credentials"]) ?? false
    rules.refusesPreflight = word(fields["preflight"], ["allow", "refuse"]) == "refuse"
    rules.isMissingOnStream = word(fields["stream"], ["allow", "missing"]) == "missing"
    return rules
  }

  private mutating func origins(_ member: DocumentMember) -> [String] {
    guard case .sequence(let nodes) = member.value.content else {
      report(member, mustBe: "a list of origins such as [http://localhost:3000]")
      return []
    }
    return nodes.compactMap { node in
      if let text = node.scalar?.text, text.contains("://"), !text.hasSuffix("/") { return text }
      report(
        "an origin is a scheme, a host and perhaps a port, such as http://localhost:3000, got \(node.kind)",
        at: node.location)
      return nil
    }
  }

  mutating func attempts(_ member: DocumentMember?, _ scope: Scope) -> [AttemptRules] {
    guard let member else { return [] }
    guard case .sequence(let nodes) = member.value.content else {
      report(member, mustBe: KeyType.attempts.expectation)
      return []
    }
    return nodes.compactMap { node in
      if node.scalar?.text == "fine" { return AttemptRules(times: 1) }
      guard case .mapping = node.content else {
        report(
          "an entry of 'attempts' is 'fine' or a mapping such as { status: 503, retryAfter: 2s }, got \(node.kind)",
          at: node.location)
        return nil
      }
      guard let fields = fields(of: node, at: .attempt) else { return nil }
      let isForever = fields["times"]?.value.scalar?.text == "forever"
      let expectation = KeyPlace.attempt.key("times")?.type.expectation
      let times = isForever ? nil : integer(fields["times"], 1...1_000_000, expectation: expectation) ?? 1
      return AttemptRules(times: times, answer: answerTemplate(fields, scope))
    }
  }

  mutating func resumeMode(_ member: DocumentMember?) -> ResumeMode {
    guard let member else { return .goOn }
    if case .mapping = member.value.content {
      guard let fields = fields(of: member.value, at: .resume) else { return .goOn }
      if fields.members.count != 1 {
        report("'resume' needs either 'gap' or 'duplicate'", at: member.value.location)
      }
      if let count = integer(fields["gap"], 1...1_000_000) { return .gap(count) }
      return integer(fields["duplicate"], 1...1_000_000).map(ResumeMode.duplicate) ?? .goOn
    }
    let expectation = KeyPlace.scenario.key("resume")?.type.expectation
    switch word(member, ["continue", "restart", "forget", "refuse"], expectation: expectation) {
    case "restart": return .restart
    case "forget": return .forget
    case "refuse": return .refuse
    default: return .goOn
    }
  }

  // MARK: Bytes on their way

  mutating func writeRules(_ member: DocumentMember?, _ scope: Scope) -> WriteRules? {
    guard let member else { return nil }
    guard case .mapping = member.value.content else {
      _ = word(member, ["off"], expectation: KeyPlace.scenario.key("write")?.type.expectation)
      return nil
    }
    guard let fields = fields(of: member.value, at: .write) else { return nil }
    var rules = WriteRules()
    rules.every = integer(fields["every"], 1...1_048_576)
    rules.offsets = Set(integers(fields["at"], 1...1_048_576))
    let cuts = fields["cut"].map { words($0, ["characters", "line-ends"]) } ?? []
    rules.cutsCharacters = cuts.contains("characters")
    rules.cutsLineEnds = cuts.contains("line-ends")
    rules.events = integer(fields["events"], 1...10_000) ?? 1
    rules.pace = delay(fields["pace"], scope)
    return rules
  }

  mutating func proxyRules(_ member: DocumentMember?) -> ProxyRules? {
    guard let member, let fields = fields(of: member.value, at: .proxy) else { return nil }
    var rules = ProxyRules()
    if let buffer = fields["buffer"] {
      if buffer.value.scalar?.text == "until-end" {
        rules.buffering = .untilEnd
      } else {
        let expectation = KeyPlace.proxy.key("buffer")?.type.expectation
        rules.buffering = integer(buffer, 1...1_048_576, expectation: expectation).map(
          ProxyRules.Buffering.bytes)
        if case .bytes(let size) = rules.buffering, size > Stages.limit {
          warn(
            "'buffer' is read as \(Stages.limit): no more than 256 KiB of a stream are held back",
            at: buffer.value.location)
        }
      }
    }
    rules.encoding = word(fields["gzip"], ["buffered", "flushed"]).flatMap(ProxyRules.Encoding.init)
    rules.heedsAccelBuffering = word(fields["xAccelBuffering"], ["ignore", "heed"]) == "heed"
    rules.idle = duration(fields["idle"])
    rules.maxAge = duration(fields["maxAge"])
    rules.answer = word(fields["answer"], ProxyRules.OwnAnswer.allCases.map(\.rawValue)).flatMap(
      ProxyRules.OwnAnswer.init)
    return rules
  }
}
