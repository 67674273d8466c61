import Scenarios
import TextForms

/// Who is told of something.
enum Audience: Hashable, Sendable {
  case everybody
  /// Participants and the presenter.
  case room
  /// The participant of that name, and the presenter.
  case owner(String)
  case presenter
}

/// Who listens, and so what they are told.
struct Listener: Hashable, Sendable {
  static let visitor = Listener()

  /// The name of a participant.
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

/// Something that pages are told of.
enum FeedChange: Hashable, Sendable {
  case scenario(CatalogChange)
  /// Somebody came or went: this many participants are in the room.
  case room(participants: Int)
  /// A scenario was handed out.
  case handOut(id: String, title: String)
  case handOutEnded

  /// The same as a listener is told it; nil if it is not told.
  func told(to listener: Listener) -> FeedChange? {
    switch self {
    case .scenario(let change): change.told(to: listener).map(FeedChange.scenario)
    case .room: listener.isAmong(.presenter) ? self : nil
    case .handOut, .handOutEnded: listener.isAmong(.room) ? self : nil
    }
  }
}

extension CatalogChange {
  /// The same as a listener is told it: to one who sees a scenario by one of its two names only, it comes or goes.
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

  /// Files are everybody's, in whatever folder they lie.
  private func audience(of name: String) -> Audience {
    origin == .saved ? ScenarioName.owner(of: name).map(Audience.owner) ?? .everybody : .everybody
  }
}
