import ServerSentEvents
import TextForms

/// Compiles the top level of a scenario.
extension ScenarioCompiler {
  mutating func compile(name: String, file: String) -> Scenario? {
    if !ScenarioName.isSavedName(name) {
      report(
        "a scenario's name has \(ScenarioName.rule), got '\(Mistake.shortened(name))'",
        at: SourceLocation(line: 1, column: 1))
    }
    guard let root = DocumentReader.read(source, mistakes: &mistakes) else { return nil }
    guard let fields = fields(of: root, at: .scenario) else { return nil }
    let title = text(fields["title"], at: fields.place)
    let description = text(fields["description"], at: fields.place) ?? ""
    let tags = names(fields["tags"])
    let path = path(fields["path"])
    let drawsSeed = fields["seed"]?.value.scalar?.text == "random"
    let seed = drawsSeed ? fields.place.defaultNumber(of: "seed") : integer("seed", of: fields)
    isFirehose = toggle("firehose", of: fields)
    settings.byteOrderMark = toggle("bom", of: fields)
    settings.lineEnding =
      word(fields["lineEnding"], at: .scenario).flatMap(LineEnding.init) ?? settings.lineEnding
    settings.format = streamFormat(fields)
    settings.retry = duration(fields["retry"]).map { $0 / 1_000_000 }
    timeline = timeline(fields["timeline"])
    var scope = commonScope
    scope.parameters = path?.parameters
    scope.isShared = timeline != nil
    var context = Context(source, name: name, scope: scope)
    declare(fields, &context)
    settings.request = requestRules(fields["request"], context.inAnswer)
    let client = client(fields["client"], path: path)
    settings.cors = corsRules(fields["cors"], context.inAnswer)
    let response = fields["response"].flatMap { self.fields(of: $0.value, at: .response) }
    settings.response = response.map { answerTemplate($0, context.inAnswer) }
    let attempts = compile(attempts: fields["attempts"], context.inAnswer)
    settings.resume = resumeMode(fields["resume"])
    settings.write = writeRules(fields["write"], context)
    settings.proxy = proxyRules(fields["proxy"])
    settings.faults = EventFaults.compile(fields, &self)
    let bounds = compile(steps: fields["steps"], context)
    settings.opens = toggle(fields["open"]) ?? !isExact(bounds)
    settings.heartbeat = heartbeat(fields["heartbeat"], isExact: isExact(bounds))
    let length = attempts.length ?? response.flatMap { lengthOfStream($0, settings.response) }
    compile(attempts.steps, fields, length, context)
    let program = Program(builder, layout: scope.layout, settings: settings)
    checkUnusedFragments(context)
    if timeline != nil {
      checkSharedTop(fields, framedAt: length)
    } else if let length {
      checkEnd(of: bounds, framedAt: length)
    }
    let expectations = expectations(fields["expect"], of: fields)
    timeline?.resumption = SharedTimeline.Resumption(settings.resume)
    var scenario = Scenario(
      name: name, title: title ?? name, description: description, tags: tags, path: path,
      retry: settings.retry, seed: UInt64(seed), estimate: Scenario.Estimate(bounds),
      warnings: MistakeReport(file: file, source: source, mistakes: mistakes.sortedByPlace()),
      program: program, includes: Set(inclusions).sorted(), gates: Set(builder.gates).sorted(),
      timeline: timeline, fingerprint: contents.finalize())
    scenario.expectations = expectations
    if let place = fields["path"]?.value.location { scenario.pathPlace = place }
    scenario.client = client
    scenario.drawsSeed = drawsSeed
    return scenario
  }

  private mutating func path(_ member: DocumentMember?) -> PathTemplate? {
    guard let member, let text = text(member, at: .scenario) else { return nil }
    do throws(PathTemplate.Invalid) {
      return try PathTemplate(text)
    } catch {
      report("'path' \(error.message)", at: member.value.location)
      return nil
    }
  }

  mutating func heartbeat(_ member: DocumentMember?, isExact: Bool) -> UInt64? {
    guard let member else { return isExact ? nil : PlanSettings().heartbeat }
    if let scalar = member.value.scalar {
      if scalar.text == "off" { return nil }
      if let time = DurationText.nanoseconds(scalar.text), time >= 1_000_000 { return time }
    }
    report(member, mustBe: KeyType.durationOrOff.expectation)
    return nil
  }

  /// Declares the variables and the fragments before any step is compiled.
  ///
  /// A variable can use those declared before it. It becomes a constant if no step sets it and its value is known at load.
  mutating func declare(_ fields: CheckedMapping, _ context: inout Context) {
    var assigned: [String] = []
    for key in ["steps", "fragments"] {
      if let member = fields[key] { collectAssigned(member.value, &assigned) }
    }
    if case .sequence(let attempts) = fields["attempts"]?.value.content {
      for case .mapping(let members) in attempts.map(\.content) {
        for member in members where member.key == "steps" { collectAssigned(member.value, &assigned) }
      }
    }
    for variable in variableMembers(fields["vars"]) {
      guard let value = value(variable.value, context) else { continue }
      if let constant = value.constant, !assigned.contains(variable.key) {
        context.scope.define(variable.key, as: constant)
      } else {
        builder.append(
          assign: value, to: context.scope.declare(variable.key), line: context.line(of: variable.location))
      }
    }
    if context.includeLine == nil { builder.endPrelude() }
    for name in assigned where context.scope[name] == nil { _ = context.scope.declare(name) }
    for fragment in members(fields["fragments"], .stepsByName) {
      if ScenarioName.isValid(fragment.key) {
        context.fragments[fragment.key] = fragment
      } else {
        report(
          "a fragment's name has \(ScenarioName.rule), got '\(Mistake.shortened(fragment.key))'",
          at: fragment.location)
      }
    }
  }

  /// Collects the names of the variables that `set` and `await` steps assign.
  private func collectAssigned(_ node: DocumentNode, _ names: inout [String]) {
    switch node.content {
    case .scalar: break
    case .sequence(let nodes):
      for node in nodes { collectAssigned(node, &names) }
    case .mapping(let members):
      if members.contains(where: { $0.key == "await" }),
        let name = members.first(where: { $0.key == "as" })?.value.scalar?.text, VariableName.isValid(name)
      {
        names.append(name)
      }
      for member in members where member.key != "data" {
        if member.key == "set", case .mapping(let variables) = member.value.content {
          names += variables.map(\.key).filter(VariableName.isValid)
        } else {
          collectAssigned(member.value, &names)
        }
      }
    }
  }
}
