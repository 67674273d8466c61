import FieldValues

/// Compiles the keys that decide how requests are answered and how bytes are delivered.
extension ScenarioCompiler {
  mutating func compile(respond fields: CheckedMapping, _ context: Context) -> StepBounds {
    let waited = compile(wait: fields["after"], fields, context)
    guard let member = fields["respond"], let answer = answerTemplate(member, at: .answer, context) else {
      return waited
    }
    checkShared("'respond' answers one client's request", "respond", at: fields.location)
    if context.hasSurelySent, timeline == nil {
      report(
        "'respond' comes after something has been sent; put it before the first event", at: fields.location)
    }
    builder.append(answer, line: context.line(of: fields))
    return waited
  }

  mutating func scalarTemplate(_ member: DocumentMember?, _ context: Context) -> Template? {
    guard let member else { return nil }
    guard member.value.scalar != nil else {
      report(member, mustBe: "text")
      return nil
    }
    return template(member.value, context)
  }

  mutating func isHeaderName(_ name: String, at location: SourceLocation) -> Bool {
    if ["content-length", "transfer-encoding", "connection"].contains(name.lowercased()) {
      report("'\(name.lowercased())' is for the server to say; see 'framing'", at: location)
      return false
    }
    let isToken = !name.isEmpty && name.utf8.allSatisfy(\.isTokenCharacter)
    if !isToken { report("'\(Mistake.shortened(name))' is not the name of a header field", at: location) }
    return isToken
  }

  private mutating func requirements(_ member: DocumentMember?, _ context: Context, areHeaders: Bool)
    -> [RequestRules.Requirement]
  {
    members(member, .pairs).compactMap { field in
      guard let value = scalarTemplate(field, context) else { return nil }
      return (
        name: areHeaders ? field.key.lowercased() : field.key, value: value.constant == "any" ? nil : value
      )
    }
  }

  // MARK: The keys at the top

  mutating func requestRules(_ member: DocumentMember?, _ context: Context) -> RequestRules? {
    guard let member, let fields = fields(of: member.value, at: .request) else { return nil }
    var rules = RequestRules()
    if let methods = fields["methods"] {
      rules.methods = words(methods, at: .request)
      if case .sequence(let nodes) = methods.value.content, nodes.isEmpty {
        report(methods, mustBe: "a list of at least one of \(KeyType.enumeration(ClientCall.methods, "and"))")
      }
    }
    rules.headers = requirements(fields["headers"], context, areHeaders: true)
    rules.query = requirements(fields["query"], context, areHeaders: false)
    rules.cookies = requirements(fields["cookies"], context, areHeaders: false)
    rules.bearer = scalarTemplate(fields["bearer"], context)
    rules.mismatch = answerTemplate(fields["mismatch"], at: .mismatch, context)
    return rules
  }

  mutating func resumeMode(_ member: DocumentMember?) -> ResumeMode {
    guard let member else { return .goOn }
    if case .mapping = member.value.content {
      guard let fields = fields(of: member.value, at: .resume) else { return .goOn }
      if fields.members.count != 1 {
        report("'resume' needs either 'gap' or 'duplicate'", at: member.value.location)
      }
      if let count = integer(fields["gap"], at: fields.place) { return .gap(count) }
      return integer(fields["duplicate"], at: fields.place).map(ResumeMode.duplicate) ?? .goOn
    }
    switch word(member, at: .scenario) {
    case "restart": return .restart
    case "forget": return .forget
    case "refuse": return .refuse
    default: return .goOn
    }
  }

  // MARK: Delivery

  mutating func writeRules(_ member: DocumentMember?, _ context: Context) -> WriteRules? {
    guard let member else { return nil }
    guard case .mapping = member.value.content else {
      _ = word(member, at: .scenario)
      return nil
    }
    guard let fields = fields(of: member.value, at: .write) else { return nil }
    var rules = WriteRules()
    rules.every = integer(fields["every"], at: fields.place)
    rules.offsets = integers(fields["at"], at: fields.place).sorted()
    let cuts = words(fields["cut"], at: .write)
    rules.cutsCharacters = cuts.contains("characters")
    rules.cutsLineEnds = cuts.contains("line-ends")
    rules.events = integer(fields["events"], at: fields.place) ?? rules.events
    rules.pace = delay(fields["pace"], context)
    return rules
  }

  mutating func proxyRules(_ member: DocumentMember?) -> ProxyRules? {
    guard let member, let fields = fields(of: member.value, at: .proxy) else { return nil }
    var rules = ProxyRules()
    if let buffer = fields["buffer"] {
      if buffer.value.scalar?.text == "until-end" {
        rules.buffering = .untilEnd
      } else {
        rules.buffering = integer(buffer, at: .proxy).map(ProxyRules.Buffering.bytes)
        if case .bytes(let size) = rules.buffering, size > Stages.limit {
          warn(
            "'buffer' is read as \(Stages.limit): no more than 256 KiB of a stream are buffered",
            at: buffer.value.location)
        }
      }
    }
    rules.encoding = word(fields["gzip"], at: fields.place).flatMap(ProxyRules.Encoding.init)
    rules.heedsAccelBuffering = word(fields["xAccelBuffering"], at: fields.place) == "heed"
    rules.idle = duration(fields["idle"])
    rules.maxAge = duration(fields["maxAge"])
    rules.answer = word(fields["answer"], at: fields.place).flatMap(
      ProxyRules.OwnAnswer.init)
    return rules
  }

  /// Returns the number of events of a fault: `{ events: 10 }`.
  mutating func events(_ member: DocumentMember, at place: KeyPlace) -> Int? {
    fields(of: member.value, at: place).flatMap { integer($0["events"], at: place) }
  }
}
