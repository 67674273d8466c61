import Scenarios
import TextForms

/// The listeners that are told of something.
enum Audience: Hashable, Sendable {
  case everybody
  /// Participants and the presenter.
  case room
  /// The participant with this name, and the presenter.
  case owner(String)
  case presenter
}

/// A client that listens: it decides what the client is told.
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

/// A change that pages are told of.
enum FeedChange: Hashable, Sendable {
  case scenario(CatalogChange)
  /// Somebody joined or left; the number of participants in the room.
  case room(participants: Int)
  /// A scenario was handed out.
  case handOut(id: String, title: String)
  case handOutEnded

  /// Returns the change as a listener is told of it; nil if the listener is not told.
  func told(to listener: Listener) -> FeedChange? {
    switch self {
    case .scenario(let change): change.told(to: listener).map(FeedChange.scenario)
    case .room: listener.isAmong(.presenter) ? self : nil
    case .handOut, .handOutEnded: listener.isAmong(.room) ? self : nil
    }
  }
}

extension CatalogChange {
  /// Returns the change as a listener is told of it. If the listener may see only one name of a renamed scenario, it is created or deleted.
  fileprivate func told(to listener: Listener) -> CatalogChange? {
    let isSeen = listener.isAmong(audience(of: name))
    guard let formerName else { return isSeen ? self : nil }
    switch (listener.isAmong(audience(of: formerName)), isSeen) {
    case (true, true): return self
    case (true, false): return CatalogChange(kind: .deleted, origin: origin, name: formerName, time: time)
    case (false, true):
      return CatalogChange(kind: .created, origin: origin, name: name, isValid: isValid, time: time)
    case (false, false): return nil
    }
  }

  /// Files are visible to everybody, whatever folder they are in.
  private func audience(of name: String) -> Audience {
    origin == .saved ? ScenarioName.owner(of: name).map(Audience.owner) ?? .everybody : .everybody
  }
}
