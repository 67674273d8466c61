import ScenarioStore
import Scenarios
import TextForms

/// What is whose, as the API's operations ask.
extension Route.Call {
  /// As whom the catalog is looked at.
  var viewer: Viewer { ownership.viewer }

  /// The scenario that a read names.
  ///
  /// - Throws: as if it were not there, if it is another participant's.
  func visibleName() throws(Refusal) -> String {
    let name = self["name"]
    guard ownership.maySee(scenario: name) else { throw Refusal(StoreError.notFound(name)) }
    return name
  }

  /// The scenario that a write names.
  func ownName() throws(Refusal) -> String {
    try own(self["name"])
  }

  /// A name that a request wants to save under.
  ///
  /// - Throws: 403, whether another's scenario of that name is there or not.
  func own(_ name: String) throws(Refusal) -> String {
    guard !ownership.mayChange(scenario: name) else { return name }
    let plain = ScenarioName.plain(name)
    let place =
      ownership.participant.map { " Save it under your own name: @\($0.name)/\(plain.forSentence)." } ?? ""
    throw Refusal(.forbidden, "'\(name.forSentence)' is not yours to change.\(place)")
  }

  /// The session of the participant who asks, under whose name alone may be written; nil for the presenter.
  var writer: String? {
    ownership.role == .presenter ? nil : ownership.participant?.session.description
  }

  /// The sessions of the participant who asks, for what participants have shares of; nil for the presenter, who may have all.
  var ownSessions: ((SessionKey) -> Bool)? {
    guard ownership.role != .presenter else { return nil }
    return { [ownership] in ownership.mayUse(session: $0) }
  }

  /// The session that a request wants to change.
  ///
  /// - Throws: 403 if it is another's, whether it is there or not.
  func changedSession() throws(Refusal) -> SessionKey {
    guard let key = sessionKey else { throw .notSessionKey }
    guard ownership.mayUse(session: key) else { throw .otherSession }
    return key
  }

  /// The session that a read names.
  ///
  /// - Throws: as if it were not there, if it is another's.
  func ownSession() throws(Refusal) -> SessionKey {
    guard let key = sessionKey else { throw .notSessionKey }
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
