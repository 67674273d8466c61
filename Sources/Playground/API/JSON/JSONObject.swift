import TextForms

extension Refusal {
  static func notJSON(_ mistake: JSONMistake, _ body: [UInt8]) -> Refusal {
    Refusal(.badRequest, "The body is not JSON. \(mistake.sentence(in: body))")
  }
}

/// The members of a JSON object in the body of a request.
struct JSONObject {
  private let members: [String: JSONValue]

  var names: Set<String> { Set(members.keys) }

  init(_ bytes: [UInt8]) throws(Refusal) {
    guard let object = JSONObject(try Self.value(bytes)) else {
      throw Refusal(.unprocessableContent, "The body must be a JSON object.")
    }
    self = object
  }

  private init?(_ value: JSONValue) {
    guard case .object(let members) = value else { return nil }
    self.members = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
  }

  /// Reads a list of objects, or a single object as a list of one.
  static func list(_ bytes: [UInt8], limit: Int) throws(Refusal) -> [JSONObject] {
    let value = try value(bytes)
    let list = if case .array(let elements) = value { elements } else { [value] }
    guard list.count <= limit else {
      throw Refusal(.unprocessableContent, "The list may have at most \(limit) objects, has \(list.count).")
    }
    return try list.map { element throws(Refusal) in
      guard let object = JSONObject(element) else {
        throw Refusal(.unprocessableContent, "The body must be a JSON object, or a list of objects.")
      }
      return object
    }
  }

  private static func value(_ bytes: [UInt8]) throws(Refusal) -> JSONValue {
    do throws(JSONMistake) { return try JSONValue(reading: bytes) } catch { throw .notJSON(error, bytes) }
  }

  /// Refuses members that are not among `known`, which would be ignored.
  func allow(_ known: Set<String>) throws(Refusal) {
    let unknown = names.subtracting(known).sorted()
    guard unknown.isEmpty else {
      throw Refusal(
        .unprocessableContent,
        "The body has the unknown members \(unknown.map(\.forSentence).joined(separator: ", ").forSentence); known are \(known.sorted().joined(separator: ", "))."
      )
    }
  }

  func text(_ name: String) throws(Refusal) -> String {
    guard let text = members[name]?.text else {
      throw Refusal(.unprocessableContent, "The body needs a member '\(name)' that is a string.")
    }
    return text
  }

  func optionalText(_ name: String) throws(Refusal) -> String? {
    switch members[name] {
    case nil, .null: return nil
    case .string(let text): return text
    default: throw Refusal(.unprocessableContent, "The member '\(name)' must be a string.")
    }
  }
}
