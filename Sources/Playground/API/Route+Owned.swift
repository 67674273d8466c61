import ScenarioStore
import Scenarios
import TextForms

/// Checks of ownership for the operations of the API.
extension Route.Call {
  var viewer: Viewer { ownership.viewer }

  /// Returns the scenario name in the path of a read.
  ///
  /// - Throws: 404, as if it did not exist, if it belongs to another participant.
  func visibleName() throws(Refusal) -> String {
    let name = self["name"]
    guard ownership.maySee(scenario: name) else { throw Refusal(StoreError.notFound(name)) }
    return name
  }

  /// Returns the scenario name in the path of a write. Throws as `own(_:)` does.
  func ownName() throws(Refusal) -> String {
    try own(self["name"])
  }

  /// Returns `name` if the client may save under it.
  ///
  /// - Throws: 403 if the name is not the client's, whether or not a scenario of that name exists.
  func own(_ name: String) throws(Refusal) -> String {
    guard !ownership.mayChange(scenario: name) else { return name }
    let plain = ScenarioName.plain(name)
    let place =
      ownership.participant.map { " Save it under your own name: @\($0.name)/\(plain.forSentence)." } ?? ""
    throw Refusal(.forbidden, "'\(name.forSentence)' is not yours to change.\(place)")
  }

  /// The session of the participant who sent the request and may write only under their own name; nil for the presenter.
  var writer: String? {
    ownership.role == .presenter ? nil : ownership.participant?.session.description
  }

  /// Returns whether a session belongs to the participant, who has a share of the memory; nil for the presenter, who has no limit.
  var ownSessions: ((SessionKey) -> Bool)? {
    guard ownership.role != .presenter else { return nil }
    return { [ownership] in ownership.mayUse(session: $0) }
  }

  /// Returns the session in the path of a write.
  ///
  /// - Throws: 400 if it is not a key; 403 if it belongs to another participant, whether or not it exists.
  func changedSession() throws(Refusal) -> SessionKey {
    let key = try sessionKey(self["key"])
    guard ownership.mayUse(session: key) else { throw .otherSession }
    return key
  }

  /// Returns the session in the path of a read.
  ///
  /// - Throws: 400 if it is not a key; 404, as if it did not exist, if it belongs to another participant.
  func ownSession() throws(Refusal) -> SessionKey {
    let key = try sessionKey(self["key"])
    guard ownership.mayUse(session: key) else { throw .unknownSession(key) }
    return key
  }
}

extension Refusal {
  static let otherSession = Refusal(
    .forbidden,
    "This session is not yours. Yours has the key that /api/access tells, or one that begins with it and '-'."
  )
}
