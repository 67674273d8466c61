/// Compiles `client`: how a scenario is meant to be called.
extension ScenarioCompiler {
  mutating func client(_ member: DocumentMember?, path: PathTemplate?) -> ClientCall? {
    guard let member, let fields = fields(of: member.value, at: .client) else { return nil }
    var call = ClientCall()
    call.headers = literalPairs(fields["headers"])
    for header in fields["headers"].map(members) ?? [] { _ = isHeaderName(header.key, at: header.location) }
    let body = fields["body"].flatMap { clientBody($0) }
    call.body = body?.text
    if body?.isJSON == true, !call.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
      call.headers.append((name: "Content-Type", value: "application/json"))
    }
    call.method = word(fields["method"], at: .client) ?? (body == nil ? "GET" : "POST")
    if call.method == "GET", let body = fields["body"] {
      report("a request with GET has no body: give 'method: POST', or leave out 'body'", at: body.location)
    }
    checkMethod(call.method, fields)
    for (name, value) in literalPairs(fields["params"]) {
      call.parameters[name] = value
      guard path?.parameters.contains(name) != true, let params = fields["params"] else { continue }
      report(
        path == nil
          ? "'params' are those of the scenario's 'path', and it has none"
          : "the path has no parameter '\(Mistake.shortened(name))'",
        at: params.location)
    }
    call.query = literalPairs(fields["query"])
    call.close = closings(fields["close"])
    if let text = text(fields["text"], at: .client), let member = fields["text"] {
      call.text = DataPath(text)
      if call.text == nil {
        report(member, mustBe: "a place in an event's JSON such as choices[0].delta.content")
      }
    }
    return call
  }

  private mutating func checkMethod(_ method: String, _ fields: CheckedMapping) {
    let allowed = settings.methods
    guard !allowed.contains(method) else { return }
    let places = [fields["method"], fields["body"]].compactMap(\.self)
    report(
      "the scenario does not answer \(method): 'request' has the methods \(allowed.joined(separator: ", "))",
      at: places.first?.location ?? fields.location)
  }

  private func members(_ member: DocumentMember) -> [DocumentMember] {
    if case .mapping(let members) = member.value.content { members } else { [] }
  }

  /// Returns names and texts as written, without evaluating expressions.
  private mutating func literalPairs(_ member: DocumentMember?) -> [(name: String, value: String)] {
    let members = members(member, .pairs)
    if let member, members.count > ClientCall.fieldLimit {
      report("'\(member.key)' may have at most \(ClientCall.fieldLimit) members", at: member.location)
      return []
    }
    return members.compactMap { field in
      guard let text = text(field, limit: 8_192) else { return nil }
      if let problem = ProgramRun.problem(of: Array(text.utf8)[...], limit: 8_192) {
        report("'\(field.key)' \(problem)", at: field.value.location)
      }
      warnIfWorkedOut(text, at: field.value.location)
      return (name: field.key, value: text)
    }
  }

  private mutating func closings(_ member: DocumentMember?) -> [String] {
    guard let member else { return [] }
    if member.value.scalar != nil { return text(member, at: .client).map { [$0] } ?? [] }
    return texts(member, at: .client, mustBe: "text") ?? []
  }

  private mutating func clientBody(_ member: DocumentMember) -> (text: String, isJSON: Bool)? {
    if let scalar = member.value.scalar, scalar.meaning != .null {
      warnIfWorkedOut(scalar.text, at: member.value.location)
      return text(member, limit: ClientCall.bodyLimit).map { ($0, false) }
    }
    var bytes: [UInt8] = []
    literalValue(member.value).appendJSON(to: &bytes)
    guard bytes.count <= ClientCall.bodyLimit else {
      report("'body' may have at most 64 KiB, has \(bytes.count) bytes", at: member.value.location)
      return nil
    }
    return (String(decoding: bytes, as: UTF8.self), true)
  }

  /// Returns a value as written, without evaluating expressions.
  private mutating func literalValue(_ node: DocumentNode) -> Value {
    switch node.content {
    case .sequence(let nodes):
      var values: [Value] = []
      for node in nodes { values.append(literalValue(node)) }
      return .array(values)
    case .mapping(let members):
      var pairs: [(String, Value)] = []
      for member in members { pairs.append((member.key, literalValue(member.value))) }
      return .object(Value.Members(pairs))
    case .scalar(let scalar):
      switch scalar.meaning {
      case .null: return .null
      case .bool(let value): return .bool(value)
      case .number: return Value(jsonNumber: scalar.text)
      case .otherNumber:
        _ = refuseNumber(scalar, at: node.location)
        return .null
      case .text:
        warnIfWorkedOut(scalar.text, at: node.location)
        return .string(scalar.text)
      }
    }
  }

  private mutating func warnIfWorkedOut(_ text: String, at location: SourceLocation) {
    if text.contains("${") {
      warn("what 'client' says is sent as it is written: '${' is not evaluated here", at: location)
    }
  }
}
