/// The request's values for expressions.
extension PlanRequest {
  func value(of lookup: Scope.Lookup) -> Value {
    switch lookup.part {
    case .params: parameters[lookup.name].map(Value.string) ?? .null
    case .query: query.first { $0.name == lookup.name }.map { .string($0.value) } ?? .null
    case .headers: header(lookup.name).map(Value.string) ?? .null
    }
  }

  /// Returns the values of the fields with a lowercase name, combined with commas as in RFC 9110, section 5.3; nil if there are none.
  func header(_ name: String) -> String? {
    let fields = headers.filter { $0.name == name }
    return fields.isEmpty ? nil : fields.map(\.value).joined(separator: ", ")
  }

  func value(of part: Scope.Lookup.Part) -> Value {
    var names: [String] = []
    var values: [String] = []
    var places: [[UInt8]: Int] = [:]
    func add(_ name: String, _ value: String, joined: Bool = false) {
      let key = Array(name.utf8)
      if let place = places[key] {
        if joined { values[place] += ", " + value }
      } else {
        places[key] = names.count
        names.append(name)
        values.append(value)
      }
    }
    switch part {
    case .params: for (name, value) in parameters.sorted(by: { $0.key < $1.key }) { add(name, value) }
    case .query: for field in query { add(field.name, field.value) }
    case .headers: for field in headers { add(field.name, field.value, joined: true) }
    }
    return .object(Value.Members(names: names, values: values.map(Value.string)))
  }

  /// Returns the cost of searching a part, in bytes: the lengths of all names and values, and 64 for each member.
  func length(of part: Scope.Lookup.Part) -> Int {
    switch part {
    case .params: parameters.reduce(0) { $0 + 64 + $1.key.utf8.count + $1.value.utf8.count }
    case .query: query.reduce(0) { $0 + 64 + $1.name.utf8.count + $1.value.utf8.count }
    case .headers: headers.reduce(0) { $0 + 64 + $1.name.utf8.count + $1.value.utf8.count }
    }
  }
}
