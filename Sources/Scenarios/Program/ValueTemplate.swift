/// A value that may contain expressions, as in `vars`, `set` and `each`.
indirect enum ValueTemplate: Sendable {
  case constant(Value)
  case template(Template)
  case array([ValueTemplate])
  case object([(String, ValueTemplate)])

  var constant: Value? { if case .constant(let value) = self { value } else { nil } }

  var effects: Effects {
    switch self {
    case .constant: []
    case .template(let template): template.effects
    case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.effects) }
    case .object(let members): members.reduce(into: []) { $0.formUnion($1.1.effects) }
    }
  }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    switch self {
    case .constant(let value): return value
    case .template(let template): return try template.evaluate(&e)
    case .array(let elements):
      try e.charge(elements: elements.count)
      var values: [Value] = []
      values.reserveCapacity(elements.count)
      for element in elements { values.append(try element.evaluate(&e)) }
      return try e.checked(.array(values))
    case .object(let members):
      try e.charge(elements: 2 * members.count)
      var values: [Value] = []
      values.reserveCapacity(members.count)
      for (_, member) in members { values.append(try member.evaluate(&e)) }
      return try e.checked(.object(Value.Members(names: members.map(\.0), values: values)))
    }
  }
}
