import Foundation

/// The members of a JSON object that a request brings.
struct JSONObject {
  private let members: [String: Any]

  var names: Set<String> { Set(members.keys) }

  init(_ bytes: [UInt8]) throws(Refusal) {
    guard let members = try Self.value(bytes) as? [String: Any] else {
      throw Refusal(.unprocessableContent, "The body must be a JSON object.")
    }
    self.members = members
  }

  private init(members: [String: Any]) { self.members = members }

  /// The objects of a list, or the one that stands alone.
  static func list(_ bytes: [UInt8], limit: Int) throws(Refusal) -> [JSONObject] {
    let value = try value(bytes)
    let list = value as? [Any] ?? [value]
    guard list.count <= limit else {
      throw Refusal(.unprocessableContent, "The list may have at most \(limit) objects, has \(list.count).")
    }
    return try list.map { element throws(Refusal) in
      guard let members = element as? [String: Any] else {
        throw Refusal(.unprocessableContent, "The body must be a JSON object, or a list of objects.")
      }
      return JSONObject(members: members)
    }
  }

  private static func value(_ bytes: [UInt8]) throws(Refusal) -> Any {
    do {
      return try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    } catch {
      let place = (error as NSError).userInfo["NSDebugDescription"] as? String
      throw Refusal(
        .badRequest, "The body is not JSON.\(place.map { " " + $0.forSentence.asSentence } ?? "")")
    }
  }

  /// Refuses what nobody would look at.
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
    guard let text = members[name] as? String else {
      throw Refusal(.unprocessableContent, "The body needs a member '\(name)' that is a string.")
    }
    return text
  }

  func optionalText(_ name: String) throws(Refusal) -> String? {
    switch members[name] {
    case nil, is NSNull: return nil
    case let text as String: return text
    default: throw Refusal(.unprocessableContent, "The member '\(name)' must be a string.")
    }
  }
}
