/// Compiles the top of a scenario.
extension ScenarioCompiler {
  mutating func compile(name: String, file: String) -> Scenario? {
    if !ScenarioName.isValid(name) {
      report(
        "a scenario's name has 1 to 64 characters of a–z, 0–9 and '-', got '\(Mistake.shortened(name))'",
        at: SourceLocation(line: 1, column: 1))
    }
    guard let root = DocumentReader.read(source, mistakes: &mistakes) else { return nil }
    guard let fields = fields(of: root, at: .scenario) else { return nil }
    let title = text(fields["title"], limit: 200)
    let description = text(fields["description"], limit: 4_096) ?? ""
    let tags = names(fields["tags"])
    let path = path(fields["path"])
    let seed = integer(fields["seed"], 0...9_007_199_254_740_991) ?? 1
    isFirehose = toggle(fields["firehose"]) ?? false
    var settings = PlanSettings()
    settings.byteOrderMark = toggle(fields["bom"]) ?? false
    lineEnding = self.lineEnding(fields["lineEnding"])
    settings.lineEnding = lineEnding
    settings.retry = duration(fields["retry"]).map { $0 / 1_000_000 }
    var scope = Scope()
    scope.parameters = path?.parameters
    declareVariables(fields, root, &scope)
    let bounds = fields["steps"].map { compile(steps: $0.value, scope) } ?? StepBounds()
    let isExact = writesExactBytes || settings.byteOrderMark
    settings.opens = toggle(fields["open"]) ?? !isExact
    settings.heartbeat = heartbeat(fields["heartbeat"], isExact: isExact)
    let program = Program(builder, layout: scope.layout, lineEnding: lineEnding)
    return Scenario(
      name: name, title: title ?? name, description: description, tags: tags, path: path,
      retry: settings.retry,
      seed: UInt64(seed), estimate: Scenario.Estimate(events: bounds.events, duration: bounds.typical),
      warnings: MistakeReport(file: file, source: source, mistakes: mistakes.sortedByPlace()),
      program: program, settings: settings)
  }

  private mutating func path(_ member: DocumentMember?) -> PathTemplate? {
    guard let member, let text = text(member, limit: 1_024) else { return nil }
    do throws(PathTemplate.Invalid) {
      return try PathTemplate(text)
    } catch {
      report("'path' \(error.message)", at: member.value.location)
      return nil
    }
  }

  private mutating func lineEnding(_ member: DocumentMember?) -> [UInt8] {
    switch word(member, ["lf", "cr", "crlf"]) {
    case "cr": [0x0D]
    case "crlf": [0x0D, 0x0A]
    default: [0x0A]
    }
  }

  private mutating func heartbeat(_ member: DocumentMember?, isExact: Bool) -> UInt64? {
    guard let member else { return isExact ? nil : PlanSettings().heartbeat }
    if let scalar = member.value.scalar {
      if scalar.text == "off" { return nil }
      if let time = Delay.nanoseconds(scalar.text), time >= 1_000_000 { return time }
    }
    report(member, mustBe: "a duration of at least 1ms such as 15s, or off")
    return nil
  }

  /// Variables have their slots before any step is compiled; those that never change are worked out at load.
  private mutating func declareVariables(_ fields: Fields, _ root: DocumentNode, _ scope: inout Scope) {
    guard let member = fields["vars"] else { return }
    guard case .mapping(let members) = member.value.content else {
      report(member, mustBe: KeyType.variables.expectation)
      return
    }
    for variable in members {
      let isName = checkVariable(variable.key, at: variable.location)
      guard let value = value(variable.value, scope), isName else { continue }
      if let constant = value.constant {
        scope.define(variable.key, as: constant)
      } else {
        let slot = scope.declare(variable.key)
        builder.append(assign: value, to: slot, line: variable.location.line)
      }
    }
  }
}
