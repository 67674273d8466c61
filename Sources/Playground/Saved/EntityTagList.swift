import FieldValues
import MicroHTTP
import ScenarioStore

/// What an `If-Match` or `If-None-Match` field holds.
/// <https://www.rfc-editor.org/rfc/rfc9110#name-if-match>
enum EntityTagList: Hashable, Sendable {
  case any
  /// The opaque parts of the strong tags; a weak one matches nothing here.
  case strong([String])

  init(_ field: String) {
    let items = FieldList.members(of: field)
    if items == ["*"] {
      self = .any
    } else {
      self = .strong(
        items.compactMap { item in
          item.count >= 2 && item.hasPrefix("\"") && item.hasSuffix("\"")
            ? String(item.dropFirst().dropLast()) : nil
        })
    }
  }
}

extension Precondition {
  /// What a request asks for. `If-None-Match` with tags is a condition on reading; here it may only be `*`.
  init(_ request: Request) throws(Refusal) {
    if request.headerFields[.ifMatch] != nil, request.headerFields[.ifNoneMatch] != nil {
      throw Refusal(
        .preconditionFailed,
        "If-Match asks for a scenario that is there, If-None-Match for none: both cannot hold. Send one of them."
      )
    }
    if let field = request.headerFields[.ifMatch] {
      switch EntityTagList(field) {
      case .any: self = .present
      case .strong(let tags): self = .revision(tags)
      }
    } else if let field = request.headerFields[.ifNoneMatch] {
      guard EntityTagList(field) == .any else {
        throw Refusal(.badRequest, "If-None-Match may only be '*' here: save only if the name is free.")
      }
      self = .absent
    } else {
      self = .none
    }
  }
}
