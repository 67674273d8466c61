/// Compiles conditions, choices, variables, and steps that are written elsewhere.
extension ScenarioCompiler {
  // MARK: Branches

  mutating func compile(condition fields: CheckedMapping, _ scope: Scope) -> StepBounds {
    let line = line(of: fields)
    let value = condition(fields["if"], scope) ?? .constant(.bool(true))
    let place = builder.append(value: value)
    let branch = builder.append(.branch(value: place, otherwise: 0), line: line)
    let sentBefore = hasSurelySent
    let yes = fields["then"].map { compile(steps: $0.value, scope) } ?? StepBounds()
    let sentThen = hasSurelySent
    hasSurelySent = sentBefore
    let leave = builder.append(.jump(0), line: line)
    builder.replace(branch, by: .branch(value: place, otherwise: builder.position))
    let no = fields["else"].map { compile(steps: $0.value, scope) } ?? StepBounds()
    hasSurelySent = hasSurelySent && sentThen
    builder.replace(leave, by: .jump(builder.position))
    return .any(of: [yes, no])
  }

  private mutating func condition(_ member: DocumentMember?, _ scope: Scope) -> ValueTemplate? {
    guard let member else { return nil }
    if let scalar = member.value.scalar {
      if case .bool(let value) = scalar.meaning { return .constant(.bool(value)) }
      if scalar.text.contains("${") {
        guard let template = template(member.value, scope) else { return nil }
        if let single = template.single {
          return single.constant.map(ValueTemplate.constant) ?? .template(template)
        }
      } else if !scalar.text.isEmpty {
        report(
          "'if' must be a condition; write ${\(Mistake.shortened(scalar.text))}", at: member.value.location)
        return nil
      }
    }
    report(member, mustBe: KeyType.condition.expectation)
    return nil
  }

  mutating func compile(selection fields: CheckedMapping, _ scope: Scope) -> StepBounds {
    let line = line(of: fields)
    var selection = Switch(value: fields["switch"].flatMap { value($0.value, scope) } ?? .constant(.null))
    let number = builder.switches.count
    builder.switches.append(selection)
    builder.append(.select(number), line: line)
    var leaving: [Int] = []
    var bounds: [StepBounds] = []
    let sentBefore = hasSurelySent
    var sentInAll = true
    for (name, steps) in stepsByName(fields["cases"]) {
      selection.cases[name] = builder.position
      hasSurelySent = sentBefore
      bounds.append(compile(steps: steps, scope))
      sentInAll = sentInAll && hasSurelySent
      leaving.append(builder.append(.jump(0), line: line))
    }
    selection.otherwise = builder.position
    hasSurelySent = sentBefore
    bounds.append(fields["default"].map { compile(steps: $0.value, scope) } ?? StepBounds())
    hasSurelySent = hasSurelySent && sentInAll
    for jump in leaving { builder.replace(jump, by: .jump(builder.position)) }
    builder.switches[number] = selection
    return .any(of: bounds)
  }

  /// Steps by the names that stand for them.
  private mutating func stepsByName(_ member: DocumentMember?) -> [(name: String, steps: DocumentNode)] {
    guard let member else { return [] }
    guard case .mapping(let members) = member.value.content else {
      report(member, mustBe: KeyType.stepsByName.expectation)
      return []
    }
    return members.map { (name: $0.key, steps: $0.value) }
  }

  mutating func compile(choice fields: CheckedMapping, _ scope: Scope) -> StepBounds {
    guard let member = fields["choose"] else { return StepBounds() }
    guard case .sequence(let nodes) = member.value.content, !nodes.isEmpty else {
      report(member, mustBe: KeyType.mappings(.alternative).expectation)
      return StepBounds()
    }
    let line = line(of: fields)
    var choice = Choice()
    let number = builder.choices.count
    builder.choices.append(choice)
    builder.append(.choose(number), line: line)
    var leaving: [Int] = []
    var bounds: [StepBounds] = []
    let sentBefore = hasSurelySent
    var sentInAll = true
    for node in nodes {
      guard let alternative = self.fields(of: node, at: .alternative) else { continue }
      choice.weights.append(UInt64(integer(alternative["weight"], at: alternative.place) ?? 1))
      choice.targets.append(builder.position)
      hasSurelySent = sentBefore
      bounds.append(compile(turn: alternative, scope))
      sentInAll = sentInAll && hasSurelySent
      leaving.append(builder.append(.jump(0), line: line))
    }
    hasSurelySent = sentInAll
    for jump in leaving { builder.replace(jump, by: .jump(builder.position)) }
    if choice.weights.allSatisfy({ $0 == 0 }) {
      report("at least one alternative needs a weight above 0", at: member.value.location)
    }
    builder.choices[number] = choice
    return .any(of: bounds)
  }

  mutating func compile(breaking fields: CheckedMapping) {
    guard let member = fields["break"] else { return }
    let jump = builder.append(.jump(0), line: line(of: fields))
    if member.value.scalar?.meaning == .null {
      if loopContexts.isEmpty {
        report("'break' stands in no loop", at: member.location)
      } else {
        loopContexts[loopContexts.count - 1].exits.append(jump)
      }
    } else if let label = name(member) {
      guard let index = loopContexts.lastIndex(where: { $0.label == label }) else {
        let labels = loopContexts.compactMap(\.label)
        let known =
          labels.isEmpty
          ? "none of the loops around it has a label" : "there are \(labels.joined(separator: ", "))"
        report("no loop around this has the label '\(label)'; \(known)", at: member.value.location)
        return
      }
      loopContexts[index].exits.append(jump)
    }
  }

  // MARK: Variables

  mutating func compile(assignment fields: CheckedMapping, _ scope: Scope) {
    for (name, value, location) in variables(fields["set"], scope) {
      guard case .slot(let slot) = scope[name] else {
        report("'\(name)' cannot be set here; it is the name of a loop's value", at: location)
        continue
      }
      builder.append(assign: value, to: slot, line: line(of: fields))
    }
  }

  /// Names and values, without those whose name is none; all see the same scope.
  mutating func variables(
    _ member: DocumentMember?, _ scope: Scope
  ) -> [(name: String, value: ValueTemplate, location: SourceLocation)] {
    variableMembers(member).compactMap { variable in
      value(variable.value, scope).map { (variable.key, $0, variable.location) }
    }
  }

  /// The members of a mapping whose keys are names of variables.
  mutating func variableMembers(_ member: DocumentMember?) -> [DocumentMember] {
    guard let member else { return [] }
    guard case .mapping(let members) = member.value.content else {
      report(member, mustBe: KeyType.variables.expectation)
      return []
    }
    return members.filter { checkVariable($0.key, at: $0.location) }
  }

  // MARK: Steps written elsewhere

  mutating func compile(use fields: CheckedMapping, _ scope: Scope) -> StepBounds {
    guard let member = fields["use"], let name = name(member) else { return StepBounds() }
    guard let fragment = fragments[name] else {
      report("no fragment is called '\(name)'" + fragmentHint(name), at: member.value.location)
      return StepBounds()
    }
    if fragmentsInUse.contains(name) {
      report("the fragment '\(name)' would use itself", at: member.value.location)
      return StepBounds()
    }
    usedFragments.insert(name)
    var inner = scope
    for (name, value, _) in variables(fields["with"], scope) {
      builder.append(assign: value, to: inner.declare(name), line: line(of: fields))
    }
    let loops = loopContexts
    loopContexts = []
    fragmentsInUse.append(name)
    let bounds = compile(steps: fragment.value, inner)
    fragmentsInUse.removeLast()
    loopContexts = loops
    return bounds
  }

  private func fragmentHint(_ name: String) -> String {
    if fragments.isEmpty { return "; there are no 'fragments'" }
    guard pristineScope.takeSuggestion() else { return "" }
    let names = fragments.keys.sorted()
    if let near = NearestNames.nearest(to: name, among: names) { return "; did you mean '\(near)'?" }
    return "; there are " + names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
  }

  /// Checks the fragments that no step uses: their steps are compiled, and forgotten.
  mutating func checkUnusedFragments(_ scope: Scope) {
    for (name, fragment) in fragments.sorted(by: { $0.value.location < $1.value.location })
    where !usedFragments.contains(name) {
      warn("the fragment '\(name)' is never used", at: fragment.location)
      let outer = (builder, mistakes, hasSurelySent)
      mistakes = []
      hasSurelySent = false
      fragmentsInUse.append(name)
      _ = compile(steps: fragment.value, scope)
      fragmentsInUse.removeLast()
      // What 'with' would give it a name for is not known here.
      let found = mistakes.filter { !$0.message.hasPrefix("unknown name") }
      (builder, mistakes, hasSurelySent) = outer
      mistakes += found
    }
  }

  mutating func compile(inclusion fields: CheckedMapping) -> StepBounds {
    guard let member = fields["include"], let name = name(member) else { return StepBounds() }
    let location = member.value.location
    if scenariosInUse.contains(name) {
      report("the scenario '\(name)' would include itself", at: location)
      return StepBounds()
    }
    inclusions.append(name)
    guard inclusions.count <= Self.inclusionLimit else {
      report("a scenario may include others at most 50 times", at: location)
      return StepBounds()
    }
    guard let text = resolve(name) else {
      report("there is no scenario called '\(name)'", at: location)
      return StepBounds()
    }
    contents.combine(text)
    let outer = (source, mistakes, fragments, fragmentsInUse, usedFragments, loopContexts, includeLine)
    source = SourceText(bytes: Array(text.utf8))
    mistakes = []
    fragments = [:]
    fragmentsInUse = []
    loopContexts = []
    includeLine = line(of: fields)
    scenariosInUse.append(name)
    let bounds = compileIncluded()
    scenariosInUse.removeLast()
    let found = mistakes.sortedByPlace().first { $0.severity == .error }
    (source, mistakes, fragments, fragmentsInUse, usedFragments, loopContexts, includeLine) = outer
    if let found {
      report(
        "the scenario '\(name)' has a mistake on line \(found.location.line): \(found.message)", at: location)
    }
    return bounds
  }

  /// The steps of another scenario, with its variables and fragments.
  private mutating func compileIncluded() -> StepBounds {
    guard let root = DocumentReader.read(source, mistakes: &mistakes),
      let fields = fields(of: root, at: .scenario)
    else {
      return StepBounds()
    }
    var scope = pristineScope
    declare(fields, &scope)
    return fields["steps"].map { compile(steps: $0.value, scope) } ?? StepBounds()
  }
}
