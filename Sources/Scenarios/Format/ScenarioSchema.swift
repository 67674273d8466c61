import TextForms

/// The scenario language as a JSON Schema, generated from the definitions that the compiler uses.
///
/// It does not cover rules that involve several places, such as whether a fragment exists. Only the compiler checks those.
/// <https://json-schema.org/draft/2020-12/schema>
package struct ScenarioSchema: Sendable {
  /// The addresses that a scenario's `path` must not take.
  private let reserved: ReservedAddresses

  package init(reserved: ReservedAddresses) { self.reserved = reserved }

  /// The schema as JSON, indented by two spaces, with a final line end.
  package var text: String {
    var text = ""
    append(value, to: &text, indentation: 0)
    return text + "\n"
  }

  var value: Value {
    var definitions: [(String, Value)] = [
      ("steps", object([("type", .string("array")), ("items", reference("step"))])),
      ("step", object([("anyOf", .array(KeyPlace.steps.map { reference(name($0)) }))])),
    ]
    for place in KeyPlace.allCases where place != .scenario {
      definitions.append((name(place), schema(of: place)))
    }
    var members: [(String, Value)] = [
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("Scenario")),
      ("description", .string("An event stream, as SSE Playground plays it.")),
    ]
    if case .object(let root) = schema(of: .scenario) {
      members += zip(root.names, root.values).map { ($0, $1) }
    }
    return object(members + [("$defs", object(definitions)), ("x-expressions", expressions)])
  }

  /// The names that `${…}` may use. Validators ignore them; editors use them for completion and help.
  private var expressions: Value {
    .array(
      ExpressionLibrary.entries.map { entry in
        object(
          [
            ("name", .string(entry.name)), ("kind", .string(entry.kind.rawValue)),
            ("signature", .string(entry.signature)), ("description", .string(entry.summary)),
            ("example", .string(entry.example)), ("value", .string(entry.value)),
          ]
            + [("aliases", entry.aliases), ("methods", entry.methods)].filter { !$0.1.isEmpty }
            .map { ($0.0, .array($0.1.map(Value.string))) })
      })
  }

  private func schema(of place: KeyPlace) -> Value {
    let keys = place.allKeys
    var members: [(String, Value)] = [
      ("type", .string("object")),
      ("properties", object(keys.map { ($0.name, schema(of: $0)) })),
      ("additionalProperties", .bool(false)),
    ]
    let required = keys.filter(\.isRequired).map { Value.string($0.name) }
    if !required.isEmpty { members.append(("required", .array(required))) }
    members += conditions(of: place)
    return object(members)
  }

  /// Returns the constraints that involve several keys of a place.
  private func conditions(of place: KeyPlace) -> [(String, Value)] {
    switch place {
    case .event: return [("anyOf", .array(place.leading.map { requiring([$0]) }))]
    case .repetition, .each, .alternative:
      let steps = object([
        ("required", .array([.string("steps")])),
        ("not", object([("anyOf", .array(KeyPlace.event.keyNames.map { requiring([$0]) }))])),
      ])
      let event = object([
        ("anyOf", .array(KeyPlace.event.leading.map { requiring([$0]) })), ("not", requiring(["steps"])),
      ])
      return [("anyOf", .array([steps, event]))]
    case .resume: return [("minProperties", .int(1)), ("maxProperties", .int(1))]
    case .rawBytes:
      let forms = ["text", "hex", "base64"]
      return [
        ("anyOf", .array(forms.map { requiring([$0]) })),
        ("not", object([("anyOf", .array(pairs(of: forms).map(requiring)))])),
      ]
    case .answer, .mismatch, .attempt:
      return [
        ("not", object([("anyOf", .array(pairs(of: ScenarioKeys.bodyNames).map(requiring)))]))
      ]
    default: return []
    }
  }

  private func headers(_ value: [(String, Value)]) -> [(String, Value)] {
    [
      ("type", .string("object")), ("additionalProperties", object(value)),
      (
        "propertyNames",
        object([
          string(
            pattern: "^(?!(?i:content-length|transfer-encoding|connection)$)[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
        ])
      ),
    ]
  }

  private func pairs(of names: [String]) -> [[String]] {
    names.indices.flatMap { first in names[(first + 1)...].map { [names[first], $0] } }
  }

  private func schema(of key: KeyDefinition) -> Value {
    var members = schema(of: key.type)
    members.append(("description", .string(key.summary)))
    if let defaultValue = key.defaultValue {
      members.append(("$comment", .string("Default: " + defaultValue)))
    }
    return object(members)
  }

  private func schema(of type: KeyType) -> [(String, Value)] {
    switch type {
    case .text(let limit): scalar + [("maxLength", .int(limit))]
    case .template: scalar
    case .value: []
    case .name:
      anyOf([[string(pattern: namePattern)], [("type", .string("integer")), ("minimum", .int(0))]])
    case .variable: variable
    case .names: list(of: schema(of: .name))
    case .path:
      [
        ("type", .string("string")), ("maxLength", .int(type.limit ?? 0)),
        ("pattern", .string(pathPattern)),
      ]
        + (reserved.pattern.map { [("not", object([("pattern", .string($0))]))] } ?? [])
    case .duration: [("type", .string("string")), ("pattern", .string("^\(durationPattern)$"))]
    case .durationOrOff: anyOf([schema(of: .duration), [("const", .string("off"))]])
    case .delay:
      [
        ("type", .string("string")),
        ("pattern", .string("^\(durationPattern)( *\\.\\. *\(durationPattern))?$|\\$\\{")),
      ]
    case .toggle: [("enum", .array([.bool(true), .bool(false), .string("on"), .string("off")]))]
    case .integer: integer(type)
    case .count:
      anyOf([
        integer(type), [("const", .string("forever"))], [string(pattern: "\\$\\{")],
      ])
    case .condition: anyOf([[("type", .string("boolean"))], [string(pattern: "\\$\\{")]])
    case .status: anyOf([integer(type), [string(pattern: "^\\$\\{")]])
    case .word(let words): [("enum", .array(words.map(Value.string)))]
    case .words(let words): list(of: schema(of: .word(words)))
    case .origins: list(of: [string(pattern: "://.*[^/]$")])
    case .strings(let limit, let count):
      list(of: schema(of: .text(limit: limit))) + [("maxItems", .int(count))]
    case .rate: [("type", .string("string")), ("pattern", .string("^[0-9]+(\\.[0-9]+)?/(s|m|h)$"))]
    case .percentage:
      [
        ("type", .string("string")),
        ("pattern", .string("^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$")),
      ]
    case .integers(let range): list(of: schema(of: .integer(range)))
    case .list: anyOf([[("type", .string("array"))], [string(pattern: "\\$\\{")]])
    case .steps: [("$ref", .string("#/$defs/steps"))]
    case .mapping(let place): [("$ref", .string("#/$defs/" + name(place)))]
    case .mappings(let place): list(of: schema(of: .mapping(place))) + [("minItems", .int(1))]
    case .attempts: list(of: anyOf([[("const", .string("fine"))], schema(of: .mapping(.attempt))]))
    case .variables: [("type", .string("object")), ("propertyNames", object(variable))]
    case .stepsByName:
      [
        ("type", .string("object")), ("propertyNames", object([string(pattern: namePattern)])),
        ("additionalProperties", reference("steps")),
      ]
    case .stepsByText: [("type", .string("object")), ("additionalProperties", reference("steps"))]
    case .headers: headers(scalar)
    case .answerHeaders: headers(anyOf([scalar, list(of: scalar)]))
    case .pairs: [("type", .string("object")), ("additionalProperties", object(scalar))]
    case .either(let types): anyOf(types.map(schema(of:)))
    case .nothing: [("type", .string("null"))]
    }
  }

  // MARK: Parts

  private let namePattern = "^\(ScenarioName.pattern)$"
  private let durationPattern = "[0-9]+(\\.[0-9]+)?(us|ms|s|m|h)"
  private let pathPattern: String = {
    let text = "([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+"
    let parameter = "\\{[A-Za-z_][A-Za-z0-9_]{0,63}\\}"
    return
      "^/\(text)(/(\(text)(\(parameter)\(text))*(\(parameter))?|\(parameter)(\(text)\(parameter))*(\(text))?))*$"
  }()

  private let scalar: [(String, Value)] = [
    ("type", .array(["string", "number", "boolean", "null"].map(Value.string)))
  ]

  private var variable: [(String, Value)] {
    [
      ("type", .string("string")), ("pattern", .string("^[A-Za-z_][A-Za-z0-9_]{0,63}$")),
      ("not", object([("enum", .array(VariableName.reserved.map(Value.string)))])),
    ]
  }

  /// Returns the schema of a whole number in the range of a type.
  private func integer(_ type: KeyType) -> [(String, Value)] {
    guard let range = type.range else { return [] }
    return [
      ("type", .string("integer")), ("minimum", .int(range.lowerBound)), ("maximum", .int(range.upperBound)),
    ]
  }

  private func string(pattern: String) -> (String, Value) { ("pattern", .string(pattern)) }

  private func list(of element: [(String, Value)]) -> [(String, Value)] {
    [("type", .string("array")), ("items", object(element))]
  }

  private func anyOf(_ alternatives: [[(String, Value)]]) -> [(String, Value)] {
    // A pattern alone would accept every value that is not a string.
    let whole = alternatives.map { members in
      members.first?.0 == "pattern" ? [("type", Value.string("string"))] + members : members
    }
    return [("anyOf", .array(whole.map(object)))]
  }

  private func requiring(_ keys: [String]) -> Value {
    object([("required", .array(keys.map(Value.string)))])
  }

  private func reference(_ name: String) -> Value { object([("$ref", .string("#/$defs/" + name))]) }

  private func object(_ members: [(String, Value)]) -> Value { .object(Value.Members(members)) }

  private func name(_ place: KeyPlace) -> String { "\(place)" }

  // MARK: Text

  private func append(_ value: Value, to text: inout String, indentation: Int) {
    let inner = String(repeating: " ", count: indentation + 2)
    let outer = String(repeating: " ", count: indentation)
    func put(_ count: Int, _ open: String, _ close: String, element: (Int, inout String) -> Void) {
      guard count > 0 else { return text += open + close }
      text += open + "\n"
      for index in 0..<count {
        text += inner
        element(index, &text)
        text += index == count - 1 ? "\n" : ",\n"
      }
      text += outer + close
    }
    switch value {
    case .array(let elements) where elements.contains { if case .object = $0 { true } else { false } }:
      put(elements.count, "[", "]") { append(elements[$0], to: &$1, indentation: indentation + 2) }
    case .object(let members):
      put(members.count, "{", "}") { index, text in
        text += Value.string(members.names[index]).json + ": "
        append(members.values[index], to: &text, indentation: indentation + 2)
      }
    default: text += value.json
    }
  }
}

extension Value {
  fileprivate var json: String {
    var bytes: [UInt8] = []
    appendJSON(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
