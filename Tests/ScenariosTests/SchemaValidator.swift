@testable import Scenarios

/// Validates values by the part of JSON Schema that the scenario schema uses.
struct SchemaValidator {
  let root: Value

  /// The first problem of a value, with its path; nil if the value is valid.
  func problem(of value: Value, _ schema: Value? = nil, at path: String = "") -> String? {
    guard case .object(let schema) = schema ?? root else { return nil }
    for (keyword, rule) in zip(schema.names, schema.values) {
      if let problem = problem(of: value, keyword, rule, schema, path) { return problem }
    }
    return nil
  }

  private func problem(
    of value: Value, _ keyword: String, _ rule: Value, _ schema: Value.Members, _ path: String
  ) -> String? {
    func unless(_ fits: Bool) -> String? { fits ? nil : "\(path): \(keyword)" }
    switch (keyword, rule) {
    case ("type", .string(let type)): return unless(fits(value, type))
    case ("type", .array(let types)): return unless(types.contains { fits(value, $0.text) })
    case ("enum", .array(let values)): return unless(values.contains(value))
    case ("const", _): return unless(value == rule)
    case ("pattern", .string(let pattern)):
      guard case .string(let text) = value else { return nil }
      return unless((try? Regex(pattern).firstMatch(in: text)) != nil)
    case ("minimum", .int(let least)): if case .int(let number) = value { return unless(number >= least) }
    case ("maximum", .int(let most)): if case .int(let number) = value { return unless(number <= most) }
    case ("maxLength", .int(let most)):
      if case .string(let text) = value { return unless(text.count <= most) }
    case ("minItems", .int(let least)):
      if case .array(let items) = value { return unless(items.count >= least) }
    case ("maxItems", .int(let most)):
      if case .array(let items) = value { return unless(items.count <= most) }
    case ("items", _):
      if case .array(let items) = value {
        for (index, item) in items.enumerated() {
          if let problem = problem(of: item, rule, at: "\(path)/\(index)") { return problem }
        }
      }
    case ("properties", .object(let properties)):
      guard case .object(let members) = value else { return nil }
      for (name, member) in zip(members.names, members.values) {
        if let property = properties[name], let problem = problem(of: member, property, at: "\(path)/\(name)")
        {
          return problem
        }
      }
    case ("additionalProperties", _):
      guard case .object(let members) = value else { return nil }
      var known: [String] = []
      if case .object(let properties) = schema["properties"] { known = properties.names }
      for (name, member) in zip(members.names, members.values) where !known.contains(name) {
        if rule == .bool(false) { return "\(path)/\(name): unknown" }
        if let problem = problem(of: member, rule, at: "\(path)/\(name)") { return problem }
      }
    case ("propertyNames", _):
      guard case .object(let members) = value else { return nil }
      for name in members.names {
        if let problem = problem(of: .string(name), rule, at: "\(path)/\(name)") { return problem }
      }
    case ("required", .array(let names)):
      guard case .object(let members) = value else { return nil }
      return unless(names.allSatisfy { members[$0.text] != nil })
    case ("minProperties", .int(let least)):
      if case .object(let members) = value { return unless(members.count >= least) }
    case ("maxProperties", .int(let most)):
      if case .object(let members) = value { return unless(members.count <= most) }
    case ("anyOf", .array(let alternatives)):
      return unless(alternatives.contains { problem(of: value, $0, at: path) == nil })
    case ("not", _): return unless(problem(of: value, rule, at: path) != nil)
    case ("$ref", .string(let reference)):
      let name = String(reference.dropFirst("#/$defs/".count))
      guard case .object(let root) = root, case .object(let definitions) = root["$defs"],
        let target = definitions[name]
      else {
        return "\(path): no \(reference)"
      }
      return problem(of: value, target, at: path)
    case ("$schema", _), ("$defs", _), ("$comment", _), ("title", _), ("description", _),
      ("x-expressions", _):
      return nil
    default: return "\(path): the validator does not know '\(keyword)'"
    }
    return nil
  }

  private func fits(_ value: Value, _ type: String) -> Bool {
    switch value {
    case .null: type == "null"
    case .bool: type == "boolean"
    case .int: type == "integer" || type == "number"
    case .double, .written: type == "number"
    case .string: type == "string"
    case .array: type == "array"
    case .object: type == "object"
    }
  }
}
