import TextForms

/// Compiles conditions, choices, `break`, variables, fragments and includes.
extension ScenarioCompiler {
  // MARK: Branches

  mutating func compile(condition fields: CheckedMapping, _ context: Context) -> StepBounds {
    let line = context.line(of: fields)
    let value = condition(fields["if"], context) ?? .constant(.bool(true))
    let place = builder.append(value: value)
    let branch = builder.append(.branch(value: place, otherwise: 0), line: line)
    let yes = compile(steps: fields["then"], context)
    let leave = builder.append(.jump(0), line: line)
    builder.replace(branch, by: .branch(value: place, otherwise: builder.position))
    let no = compile(steps: fields["else"], context)
    builder.land([leave])
    return .any(of: [yes, no])
  }

  private mutating func condition(_ member: DocumentMember?, _ context: Context) -> ValueTemplate? {
    guard let member else { return nil }
    if let scalar = member.value.scalar {
      if case .bool(let value) = scalar.meaning { return .constant(.bool(value)) }
      if !scalar.text.isEmpty, !scalar.text.contains("${") {
        report(
          "'if' must be a condition; write ${\(Mistake.shortened(scalar.text))}", at: member.value.location)
        return nil
      }
    }
    guard let expression = expression(member, .condition, context) else { return nil }
    return expression.constant.map(ValueTemplate.constant)
      ?? .template(Template(pieces: [.expression(expression)]))
  }

  mutating func compile(selection fields: CheckedMapping, _ context: Context) -> StepBounds {
    let line = context.line(of: fields)
    var selection = Switch(value: fields["switch"].flatMap { value($0.value, context) } ?? .constant(.null))
    let number = builder.switches.count
    builder.switches.append(selection)
    builder.append(.select(number), line: line)
    var leaving: [Int] = []
    var bounds: [StepBounds] = []
    for steps in members(fields["cases"], .stepsByName) {
      selection.cases[steps.key] = builder.position
      bounds.append(compile(steps: steps, context))
      leaving.append(builder.append(.jump(0), line: line))
    }
    selection.otherwise = builder.position
    bounds.append(compile(steps: fields["default"], context))
    builder.land(leaving)
    builder.switches[number] = selection
    return .any(of: bounds)
  }

  mutating func compile(choice fields: CheckedMapping, _ context: Context) -> StepBounds {
    guard let member = fields["choose"] else { return StepBounds() }
    guard case .sequence(let nodes) = member.value.content, !nodes.isEmpty else {
      report(member, mustBe: KeyType.mappings(.alternative).expectation)
      return StepBounds()
    }
    let line = context.line(of: fields)
    var choice = Choice()
    let number = builder.choices.count
    builder.choices.append(choice)
    builder.append(.choose(number), line: line)
    var leaving: [Int] = []
    var bounds: [StepBounds] = []
    for node in nodes {
      guard let alternative = self.fields(of: node, at: .alternative) else { continue }
      choice.weights.append(UInt64(integer("weight", of: alternative)))
      choice.targets.append(builder.position)
      bounds.append(compile(body: alternative, context))
      leaving.append(builder.append(.jump(0), line: line))
    }
    builder.land(leaving)
    if choice.weights.allSatisfy({ $0 == 0 }) {
      report("at least one alternative needs a weight above 0", at: member.value.location)
    }
    builder.choices[number] = choice
    return .any(of: bounds)
  }

  mutating func compile(breaking fields: CheckedMapping, _ context: Context) {
    guard let member = fields["break"] else { return }
    let loop: Int?
    if member.value.scalar?.meaning == .null {
      loop = context.loops.last?.number
      if loop == nil { report("'break' is not in a loop", at: member.location) }
    } else {
      guard let label = name(member) else { return }
      loop = context.loops.last { $0.label == label }?.number
      if loop == nil {
        let labels = context.loops.compactMap(\.label)
        let known =
          labels.isEmpty
          ? "none of the loops around it has a label" : "there are \(labels.joined(separator: ", "))"
        report("no loop around this has the label '\(label)'; \(known)", at: member.value.location)
      }
    }
    if let loop { builder.append(breakFrom: loop, line: context.line(of: fields)) }
  }

  // MARK: Variables

  mutating func compile(assignment fields: CheckedMapping, _ context: Context) {
    for (name, value, location) in variables(fields["set"], context) {
      guard let slot = slot(of: name, at: location, context) else { continue }
      builder.append(assign: value, to: slot, line: context.line(of: fields))
    }
  }

  /// Returns the slot of a variable. Reports a mistake if the name belongs to a loop's value, which cannot be set.
  mutating func slot(of name: String, at location: SourceLocation, _ context: Context) -> Int? {
    if case .slot(let slot) = context.scope[name] { return slot }
    report("'\(name)' cannot be set here; it is the name of a loop's value", at: location)
    return nil
  }

  /// Returns the variables with valid names, and their values. All values are compiled in the same scope.
  mutating func variables(
    _ member: DocumentMember?, _ context: Context
  ) -> [(name: String, value: ValueTemplate, location: SourceLocation)] {
    variableMembers(member).compactMap { variable in
      value(variable.value, context).map { (variable.key, $0, variable.location) }
    }
  }

  /// Returns the members of a mapping whose keys are valid names of variables, and reports the others.
  mutating func variableMembers(_ member: DocumentMember?) -> [DocumentMember] {
    members(member, .variables).filter { checkVariable($0.key, at: $0.location) }
  }

  // MARK: Fragments and includes

  mutating func compile(use fields: CheckedMapping, _ context: Context) -> StepBounds {
    guard let member = fields["use"], let name = name(member) else { return StepBounds() }
    guard let fragment = context.fragments[name] else {
      report(
        "no fragment is called '\(name)'" + fragmentHint(name, context.fragments.keys.sorted()),
        at: member.value.location)
      return StepBounds()
    }
    if context.fragmentsInUse.contains(name) {
      report("the fragment '\(name)' would use itself", at: member.value.location)
      return StepBounds()
    }
    if context.includeLine == nil { usedFragments.insert(name) }
    var inner = context.inFragment(name)
    for (name, value, _) in variables(fields["with"], context) {
      builder.append(assign: value, to: inner.scope.declare(name), line: context.line(of: fields))
    }
    return compile(steps: fragment, inner)
  }

  private func fragmentHint(_ name: String, _ names: [String]) -> String {
    if names.isEmpty { return "; there are no 'fragments'" }
    guard commonScope.takeSuggestion() else { return "" }
    if let near = NearestNames.nearest(to: name, among: names) { return "; did you mean '\(near)'?" }
    return "; there are " + names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
  }

  /// Warns about fragments that no step uses. Compiles their steps only to find mistakes: the program has already been made.
  mutating func checkUnusedFragments(_ context: Context) {
    for (name, fragment) in context.fragments.sorted(by: { $0.value.location < $1.value.location })
    where !usedFragments.contains(name) {
      warn("the fragment '\(name)' is never used", at: fragment.location)
      let before = mistakes.count
      _ = compile(steps: fragment, context.inFragment(name))
      // These may be names that a 'with' would declare.
      mistakes += takeMistakes(from: before).filter { !$0.message.hasPrefix("unknown name") }
    }
  }

  mutating func compile(inclusion fields: CheckedMapping, _ context: Context) -> StepBounds {
    guard let member = fields["include"], let name = name(member) else { return StepBounds() }
    let location = member.value.location
    if context.scenariosInUse.contains(name) {
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
    let before = mistakes.count
    let bounds = compile(
      included: context.inScenario(
        name, SourceText(bytes: Array(text.utf8)), at: context.line(of: fields)))
    if let found = takeMistakes(from: before).sortedByPlace().first(where: { $0.severity == .error }) {
      report(
        "the scenario '\(name)' has a mistake on line \(found.location.line): \(found.message)", at: location)
    }
    return bounds
  }

  /// Compiles the steps of another scenario, with its variables and fragments.
  private mutating func compile(included context: Context) -> StepBounds {
    guard let root = DocumentReader.read(context.source, mistakes: &mistakes),
      let fields = fields(of: root, at: .scenario)
    else {
      return StepBounds()
    }
    var context = context
    declare(fields, &context)
    return compile(steps: fields["steps"], context)
  }

  /// Removes and returns the mistakes after the first `count`, so that they can be reported in another way.
  private mutating func takeMistakes(from count: Int) -> [Mistake] {
    defer { mistakes.removeSubrange(count...) }
    return Array(mistakes[count...])
  }
}
