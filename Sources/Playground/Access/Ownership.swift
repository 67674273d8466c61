import Scenarios
import TextForms

/// What is somebody's own, and so what a participant may see and change: the one place that says so.
///
/// A scenario `ann/…` is Ann's, and a session whose key is hers, or begins with hers and a `-`. All other scenarios are public: everybody sees
/// them, and only the presenter changes them. Of what is another's, participants and visitors are told nothing, as if it were not there.
struct Ownership: Sendable {
  let role: Role
  let participant: Participant?

  init(_ access: Door.Access) {
    role = access.role
    participant = access.participant
  }

  /// Whose a scenario is by its name: `ann` of `ann/my-stream`; nil of a public one.
  static func owner(of scenario: String) -> String? { ScenarioName.owner(of: scenario) }

  // MARK: Scenarios

  func isOwn(scenario name: String) -> Bool {
    participant.map { Self.owner(of: name) == $0.name } ?? false
  }

  func maySee(scenario name: String) -> Bool {
    role == .presenter || Self.owner(of: name) == nil || isOwn(scenario: name)
  }

  /// As whom the catalog is looked at.
  var viewer: Viewer { Viewer(participant: participant?.name, seesAll: role == .presenter) }

  func mayChange(scenario name: String) -> Bool { role == .presenter || isOwn(scenario: name) }

  // MARK: Sessions

  /// To see and to change: what a session's clients do, and what is done to its streams.
  func mayUse(session key: SessionKey) -> Bool {
    role == .presenter || participant?.owns(key) == true
  }

  // MARK: Drafts

  /// - Parameter owner: the name of the participant who made it; nil if the presenter did.
  func mayChange(draftOf owner: String?) -> Bool {
    role == .presenter || owner != nil && owner == participant?.name
  }

  // MARK: What is told to some

  var listener: Listener { Listener(participant: participant?.name, isPresenter: role == .presenter) }
}
