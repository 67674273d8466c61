import FieldValues
import MicroHTTP
import ScenarioStore

extension Precondition {
  /// Reads the precondition of a write. `If-None-Match` with tags is a condition for reads; here it may only be `*`.
  init(_ request: Request) throws(Refusal) {
    if request.headerFields[.ifMatch] != nil, request.headerFields[.ifNoneMatch] != nil {
      throw Refusal(
        .preconditionFailed,
        "If-Match asks for a scenario that is there, If-None-Match for none: both cannot hold. Send one of them."
      )
    }
    if let field = request.headerFields[.ifMatch] {
      let tags = EntityTagList(field)
      self = tags.isAny ? .present : .revision(tags.strong.map(\.opaque))
    } else if let field = request.headerFields[.ifNoneMatch] {
      guard EntityTagList(field).isAny else {
        throw Refusal(.badRequest, "If-None-Match may only be '*' here: save only if the name is free.")
      }
      self = .absent
    } else {
      self = .none
    }
  }
}
