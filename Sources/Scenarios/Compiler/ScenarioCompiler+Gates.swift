/// Compiles gates that carry values, and what is sent to them.
extension ScenarioCompiler {
  mutating func compile(await fields: CheckedMapping, _ scope: Scope) -> StepBounds {
    guard let name = name(fields["await"]) else { return StepBounds() }
    checkShared("'await' waits in one client's session", "await", at: fields.location)
    var slot = -1
    if let member = fields["as"] {
      guard let variable = member.value.scalar?.text, VariableName.isValid(variable) else {
        report(member, mustBe: KeyType.variable.expectation)
        return StepBounds()
      }
      guard checkVariable(variable, at: member.value.location) else { return StepBounds() }
      guard case .slot(let place) = scope[variable] else {
        report(
          "'\(variable)' cannot be set here; it is the name of a loop's value", at: member.value.location)
        return StepBounds()
      }
      slot = place
    }
    builder.append(await: name, slot: slot, line: line(of: fields))
    gates.append(name)
    if holding == nil { holding = ("await: \(name)", line(of: fields)) }
    // Somebody has to open it each time.
    return StepBounds(least: 1_000_000, typical: 0)
  }

  mutating func compile(signal fields: CheckedMapping, _ scope: Scope) {
    checkShared("'signal' is what one client's request sends", "signal", at: fields.location)
    guard let member = fields["signal"], let keys = self.fields(of: member.value, at: .signalValue),
      let session = keys["session"], let gate = name(keys["gate"])
    else { return }
    guard session.value.scalar != nil, let key = value(session.value, scope) else {
      if session.value.scalar == nil { report(session, mustBe: KeyType.template.expectation) }
      return
    }
    let data = keys["data"].flatMap { value($0.value, scope) }
    builder.append(SignalTemplate(session: key, gate: gate, data: data), line: line(of: fields))
  }
}
