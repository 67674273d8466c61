import Scenarios
import TextForms

/// Decides which scenarios, sessions and drafts belong to a client, and therefore what it may see and change.
///
/// A scenario `ann/…` is Ann's, and so is a session whose key is hers, or begins with hers and a `-`. All other scenarios are public:
/// everybody sees them, and only the presenter changes them. Participants and visitors cannot find out whether others own anything.
struct Ownership: Sendable {
  let role: Role
  let participant: Participant?

  init(_ access: Door.Access) {
    role = access.role
    participant = access.participant
  }

  // MARK: Scenarios

  func isOwn(scenario name: String) -> Bool {
    participant.map { ScenarioName.owner(of: name) == $0.name } ?? false
  }

  func maySee(scenario name: String) -> Bool { viewer.sees(owner: ScenarioName.owner(of: name)) }

  var viewer: Viewer { Viewer(participant: participant?.name, seesAll: role == .presenter) }

  func mayChange(scenario name: String) -> Bool { role == .presenter || isOwn(scenario: name) }

  // MARK: Sessions

  /// Whether the client may watch a session and control its streams.
  func mayUse(session key: SessionKey) -> Bool {
    role == .presenter || participant?.owns(key) == true
  }

  // MARK: Drafts

  /// - Parameter owner: the name of the participant who made the draft; nil if the presenter did.
  func mayChange(draftOf owner: String?) -> Bool {
    role == .presenter || owner != nil && owner == participant?.name
  }

  // MARK: Changes

  var listener: Listener { Listener(participant: participant?.name, isPresenter: role == .presenter) }
}
