/// Compiles `gate`, `await`, and `signal`, which opens a gate with a value.
extension ScenarioCompiler {
  mutating func compile(gate fields: CheckedMapping, _ context: Context) -> StepBounds {
    guard let name = name(fields["gate"]) else { return StepBounds() }
    checkShared("'gate' waits in one client's session", "gate", at: fields.location)
    builder.append(gate: name, line: context.line(of: fields))
    return waiting("gate: \(name)", line: context.line(of: fields))
  }

  /// Returns the bounds of a step that waits until its gate is opened, which is treated as a wait of at least 1 ms.
  private func waiting(_ step: String, line: Int) -> StepBounds {
    StepBounds(least: 1_000_000, typical: 0, mayNeverEnd: (step, line))
  }

  mutating func compile(await fields: CheckedMapping, _ context: Context) -> StepBounds {
    guard let name = name(fields["await"]) else { return StepBounds() }
    checkShared("'await' waits in one client's session", "await", at: fields.location)
    var slot = -1
    if let member = fields["as"] {
      guard let variable = variableName(member),
        let found = self.slot(of: variable, at: member.value.location, context)
      else { return StepBounds() }
      slot = found
    }
    builder.append(await: name, slot: slot, line: context.line(of: fields))
    return waiting("await: \(name)", line: context.line(of: fields))
  }

  mutating func compile(signal fields: CheckedMapping, _ context: Context) {
    checkShared("'signal' is what one client's request sends", "signal", at: fields.location)
    guard let member = fields["signal"], let keys = self.fields(of: member.value, at: .signalValue),
      let session = keys["session"], let gate = name(keys["gate"])
    else { return }
    guard session.value.scalar != nil, let key = value(session.value, context) else {
      if session.value.scalar == nil { report(session, mustBe: KeyType.template.expectation) }
      return
    }
    let data = keys["data"].flatMap { value($0.value, context) }
    builder.append(SignalTemplate(session: key, gate: gate, data: data), line: context.line(of: fields))
  }
}
