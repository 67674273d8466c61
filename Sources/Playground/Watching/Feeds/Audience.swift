/// The listeners that are told of a change.
enum Audience: Hashable, Sendable {
  case everybody
  /// Participants and the presenter.
  case room
  /// The participant with this name, and the presenter.
  case owner(String)
  case presenter
}

/// A client that follows the changes; decides which of them it is told.
struct Listener: Hashable, Sendable {
  static let visitor = Listener()

  /// The participant's name.
  var participant: String?
  var isPresenter = false

  func isAmong(_ audience: Audience) -> Bool {
    switch audience {
    case .everybody: true
    case .room: isPresenter || participant != nil
    case .owner(let name): isPresenter || name == participant
    case .presenter: isPresenter
    }
  }
}
