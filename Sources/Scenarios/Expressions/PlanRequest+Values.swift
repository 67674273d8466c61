/// The request as expressions see it.
extension PlanRequest {
  func value(of lookup: Scope.Lookup) -> Value {
    switch lookup.part {
    case .params: parameters[lookup.name].map(Value.string) ?? .null
    case .query: query.first { $0.name == lookup.name }.map { .string($0.value) } ?? .null
    case .headers: header(lookup.name).map(Value.string) ?? .null
    }
  }

  /// The fields of that name, joined by a comma as RFC 9110, section 5.3, has it.
  func header(_ name: String) -> String? {
    let fields = headers.filter { $0.name == name }
    return fields.isEmpty ? nil : fields.map(\.value).joined(separator: ", ")
  }

  func value(of part: Scope.Lookup.Part) -> Value {
    var members = Value.Members()
    switch part {
    case .params:
      for name in parameters.keys.sorted() { members[name] = parameters[name].map(Value.string) }
    case .query:
      for field in query where members[field.name] == nil { members[field.name] = .string(field.value) }
    case .headers:
      for field in headers where members[field.name] == nil {
        members[field.name] = header(field.name).map(Value.string)
      }
    }
    return .object(members)
  }
}
