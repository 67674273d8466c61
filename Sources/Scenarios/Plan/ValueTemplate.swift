/// A value with expressions in it: what `vars`, `set` and `each` hold.
indirect enum ValueTemplate: Sendable {
  case constant(Value)
  case template(Template)
  case array([ValueTemplate])
  case object([(String, ValueTemplate)])

  var constant: Value? { if case .constant(let value) = self { value } else { nil } }

  func evaluate(_ e: inout Evaluation) throws(EvaluationError) -> Value {
    switch self {
    case .constant(let value): return value
    case .template(let template): return try template.evaluate(&e)
    case .array(let elements):
      var values: [Value] = []
      for element in elements { values.append(try element.evaluate(&e)) }
      let value = Value.array(values)
      try e.admit(value)
      return value
    case .object(let members):
      var values = Value.Members()
      for (name, member) in members { values[name] = try member.evaluate(&e) }
      let value = Value.object(values)
      try e.admit(value)
      return value
    }
  }
}
