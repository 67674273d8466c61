/// Makes a value that a JSON Schema allows, as a language model does for the arguments of a tool.
///
/// An object gets the properties listed in `required`, or all its properties if that list is empty. Patterns and conditions
/// are ignored.
/// <https://json-schema.org/draft/2020-12>
struct SchemaExample {
  /// From `optionalDepth` on, an object gets only its required properties; from `depthLimit` on, every value is null.
  private static let depthLimit = 16
  private static let optionalDepth = 4
  private static let elementLimit = 100
  /// The maximum number of bytes in a `type` or `format` that is recognized.
  private static let longestWord = 32
  /// The maximum number of names that are read from a list in `type`. JSON Schema has seven types.
  private static let typeLimit = 8

  private let root: Value

  static func value(of schema: Value, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    try SchemaExample(root: schema).value(of: schema, depth: 0, turn: 0, &e)
  }

  /// - Parameter turn: the index of the value in its array. Enum values, numbers and texts vary with it.
  private func value(
    of schema: Value, depth: Int, turn: Int, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    guard depth < Self.depthLimit else { return .null }
    guard case .object(let members) = schema else {
      try e.charge(1)
      return .string("Paris")
    }
    // For the lookups of about twenty keywords among the members.
    try e.charge(4 + 6 * members.count)
    if let constant = members["const"] { return constant }
    if case .array(let values)? = members["enum"], let first = values.first {
      return values.indices.contains(turn) ? values[turn] : first
    }
    if let value = members["default"], !value.isNull, turn == 0 { return value }
    if case .array(let examples)? = members["examples"], let first = examples.first, turn == 0 {
      return first
    }
    if case .string(let reference)? = members["$ref"] {
      return try value(of: resolved(reference, &e), depth: depth + 1, turn: turn, &e)
    }
    for name in ["anyOf", "oneOf"] {
      guard case .array(let choices)? = members[name], let first = choices.first else { continue }
      let choice = choices.first { type(of: $0) != "null" } ?? first
      return try value(of: joined(members, choice, &e), depth: depth + 1, turn: turn, &e)
    }
    if case .array(let parts)? = members["allOf"], !parts.isEmpty {
      var whole = members
      whole["allOf"] = nil
      for part in parts {
        try e.charge(1)
        let part =
          if case .object(let own) = part, case .string(let name)? = own["$ref"] {
            try resolved(name, &e)
          } else { part }
        if case .object(let merged) = try joined(whole, part, &e) { whole = merged }
      }
      return try value(of: .object(whole), depth: depth + 1, turn: turn, &e)
    }
    return try plain(members, depth: depth, turn: turn, &e)
  }

  private func plain(
    _ members: Value.Members, depth: Int, turn: Int, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    switch type(of: .object(members)) {
    case "object": return try object(members, depth: depth, &e)
    case "array": return try array(members, depth: depth, &e)
    case "integer", "number": return number(members, isWhole: type(of: .object(members)) == "integer", turn)
    case "boolean": return .bool(true)
    case "null": return .null
    default: return .string(try text(members, turn, &e))
    }
  }

  private func object(
    _ members: Value.Members, depth: Int, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    let properties = if case .object(let own)? = members["properties"] { own } else { Value.Members() }
    var names: [String] = []
    if case .array(let required)? = members["required"] {
      try e.charge(elements: required.count)
      names = required.compactMap { if case .string(let name) = $0 { name } else { nil } }
    }
    if names.isEmpty, depth < Self.optionalDepth { names = properties.names }
    var made = Value.Members()
    for name in names {
      try e.charge(lookupOf: name, in: properties)
      try e.charge(lookupOf: name, in: made)
      let rest = members["additionalProperties"] ?? .bool(true)
      made[name] = try value(of: properties[name] ?? rest, depth: depth + 1, turn: 0, &e)
    }
    return .object(made)
  }

  private func array(
    _ members: Value.Members, depth: Int, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    let first = if case .array(let schemas)? = members["prefixItems"] { schemas.values } else { [Value]() }
    let least = max(members["minItems"]?.whole ?? (first.isEmpty ? 1 : first.count), 0)
    let most = members["maxItems"]?.whole ?? .max
    var elements: [Value] = []
    for place in 0..<max(0, min(least, most, Self.elementLimit)) {
      let schema = place < first.count ? first[place] : members["items"] ?? .bool(true)
      elements.append(try value(of: schema, depth: depth + 1, turn: place, &e))
    }
    return .array(Value.Elements(elements))
  }

  private func number(_ members: Value.Members, isWhole: Bool, _ turn: Int) -> Value {
    var low = members["minimum"]?.double ?? -.infinity
    var high = members["maximum"]?.double ?? .infinity
    // In drafts before 6, `exclusiveMinimum` and `exclusiveMaximum` are true or false, and apply to `minimum` and `maximum`.
    let step = isWhole ? 1.0 : 0.5
    switch members["exclusiveMinimum"] {
    case .bool(let isExclusive)?: if isExclusive { low += step }
    case let limit?: low = max(low, isWhole ? limit.double.rounded(.down) + 1 : limit.double + step)
    case nil: break
    }
    switch members["exclusiveMaximum"] {
    case .bool(let isExclusive)?: if isExclusive { high -= step }
    case let limit?: high = min(high, isWhole ? limit.double.rounded(.up) - 1 : limit.double - step)
    case nil: break
    }
    if isWhole {
      low = low.rounded(.up)
      high = high.rounded(.down)
    }
    var number = min(max((isWhole ? 3 : 21.5) + Double(turn), low), high)
    if !isWhole, number <= members["exclusiveMinimum"]?.double ?? -.infinity { number = (low + high) / 2 }
    if let factor = members["multipleOf"]?.double, factor > 0, number.isFinite {
      let below = (number / factor).rounded(.down) * factor
      number = below >= low ? below : (low / factor).rounded(.up) * factor
    }
    return number.isFinite ? Value.tidy(number) : .int(0)
  }

  private func text(_ members: Value.Members, _ turn: Int, _ e: inout Evaluation) throws(EvaluationError)
    -> String
  {
    if case .string(let format)? = members["format"], format.utf8.count <= Self.longestWord,
      let text = Self.formats[format]
    {
      return text
    }
    var text = turn == 0 ? "Paris" : "Paris \(turn + 1)"
    let least = min(max(members["minLength"]?.whole ?? 0, 0), 65_536)
    let most = max(members["maxLength"]?.whole ?? .max, 0)
    try e.charge(text: least)
    // The text is ASCII, so bytes can be counted and cut in place of characters, which would cost far more.
    if text.utf8.count < least {
      // `String(repeating:count:)` appends piece by piece, which takes twenty times as long.
      let rest = repeatElement(UInt8(ascii: "s"), count: least - text.utf8.count)
      text += String(decoding: rest, as: UTF8.self)
    }
    return text.utf8.count > most ? String(decoding: text.utf8.prefix(most), as: UTF8.self) : text
  }

  private static let formats = [
    "date": "2026-11-22", "time": "10:30:00Z", "date-time": "2026-11-22T10:30:00Z", "duration": "PT1H",
    "email": "lars.perlman@example.net", "hostname": "example.org", "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.org/", "uri-reference": "/", "iri": "https://example.org/",
    "uuid": "910a2dec-8902-4cc1-beeb-8da1658eec67", "regex": "^a", "json-pointer": "/a",
  ]

  /// Returns the lowercase type that a schema states or implies; nil if there is none. Of several types, `null` is the last choice.
  private func type(of schema: Value) -> String? {
    guard case .object(let members) = schema else { return nil }
    switch members["type"] {
    // Gemini's schemas, which follow OpenAPI, write types in upper case.
    case .string(let name)?: return name.utf8.count <= Self.longestWord ? name.lowercased() : nil
    case .array(let names)?:
      let known = names.prefix(Self.typeLimit).compactMap { name -> String? in
        guard case .string(let name) = name, name.utf8.count <= Self.longestWord else { return nil }
        return name.lowercased()
      }
      return known.first { $0 != "null" } ?? known.first
    default:
      if members["properties"] != nil || members["required"] != nil { return "object" }
      if members["items"] != nil || members["prefixItems"] != nil { return "array" }
      let limits = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
      return limits.contains { members[$0] != nil } ? "number" : nil
    }
  }

  /// Merges two schemas, without the first one's `anyOf` and `oneOf`. `properties` and `required` are combined; others are replaced.
  private func joined(
    _ members: Value.Members, _ other: Value, _ e: inout Evaluation
  ) throws(EvaluationError) -> Value {
    guard case .object(let more) = other else { return .object(members) }
    var whole = members
    for name in ["anyOf", "oneOf"] { whole[name] = nil }
    try e.charge(1 + more.count * whole.count >> 3)
    for (name, value) in zip(more.names, more.values) {
      switch (name, whole[name], value) {
      case ("properties", .object(var own)?, .object(let others)):
        for (name, value) in zip(others.names, others.values) {
          try e.charge(lookupOf: name, in: own)
          own[name] = value
        }
        whole[name] = .object(own)
      case ("required", .array(let own)?, .array(let others)):
        try e.charge(array: own.count + others.count)
        var all = own.values
        for other in others.values {
          if case .int(-1) = try Collections.indexOf(.array(own), other, &e) { all.append(other) }
        }
        whole[name] = .array(Value.Elements(all))
      default: whole[name] = value
      }
    }
    return .object(whole)
  }

  /// Returns the schema that a reference such as `#/$defs/city` points to, or `true`, which allows anything, if there is none.
  private func resolved(_ reference: String, _ e: inout Evaluation) throws(EvaluationError) -> Value {
    guard reference.hasPrefix("#") else { return .bool(true) }
    var place = root
    try e.chargeClasses(of: reference)
    for part in reference.dropFirst().split(separator: "/") {
      try e.charge(4 + part.utf8.count)
      let name = String(part).replacing("~1", with: "/").replacing("~0", with: "~")
      switch place {
      case .object(let members):
        try e.charge(lookupOf: name, in: members)
        place = members[name] ?? .bool(true)
      case .array(let elements):
        place = Int(name).flatMap { elements.indices.contains($0) ? elements[$0] : nil } ?? .bool(true)
      default: return .bool(true)
      }
    }
    return place
  }
}
