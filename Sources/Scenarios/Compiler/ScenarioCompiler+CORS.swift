/// Compiles `cors`.
extension ScenarioCompiler {
  mutating func corsRules(_ member: DocumentMember?, _ context: Context) -> CORSRules? {
    guard let member else { return nil }
    var rules = CORSRules()
    guard case .mapping = member.value.content else {
      guard let word = word(member, at: .scenario) else { return nil }
      rules.allowsNone = word == "off"
      return rules
    }
    guard let fields = fields(of: member.value, at: .cors) else { return nil }
    rules.origins = fields["origins"].map { origins($0) }
    rules.allowsCredentials = toggle("credentials", of: fields)
    rules.namesOrigin = toggle("nameOrigin", of: fields)
    rules.isMissingOnStream = word(fields["stream"], at: .cors) == "missing"
    guard let preflight = fields["preflight"] else { return rules }
    if case .mapping = preflight.value.content {
      rules.preflight = self.preflight(preflight, context)
    } else {
      rules.refusesPreflight = word(preflight, at: .cors) == "refuse"
    }
    return rules
  }

  private mutating func preflight(_ member: DocumentMember, _ context: Context) -> CORSRules.Preflight {
    var preflight = CORSRules.Preflight()
    guard let fields = fields(of: member.value, at: .preflight) else { return preflight }
    preflight.status = integer(fields["status"], at: fields.place) ?? preflight.status
    (preflight.headers, preflight.omitted) = headers(fields["headers"], context)
    preflight.maxAge = duration(fields["maxAge"]).map { $0 / 1_000_000_000 }
    return preflight
  }

  private mutating func origins(_ member: DocumentMember) -> [String] {
    elements(member, mustBe: "a list of origins such as [http://localhost:3000]").compactMap { origin in
      if let text = origin.value.scalar?.text, text.contains("://"), !text.hasSuffix("/") { return text }
      report(
        "an origin is a scheme, a host and perhaps a port, such as http://localhost:3000, got \(origin.value.kind)",
        at: origin.location)
      return nil
    }
  }
}
