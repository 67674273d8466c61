import TextForms

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

/// A change to a scenario, in a file or saved.
struct CatalogChange: Hashable, Sendable {
  enum Kind: String, Hashable, Sendable {
    case created, updated, renamed, deleted
  }

  var kind: Kind
  var origin: CatalogEntry.Origin
  var name: String
  /// The name before the change, if `kind` is `renamed`.
  var formerName: String?
  /// Whether it can be played now; nil if it was deleted.
  var isValid: Bool?
  /// Nanoseconds since 1970.
  var time: Int64
}

extension CatalogChange {
  /// Returns the change as a listener is told of it: a rename of which the listener may see only one name becomes `created` or `deleted`.
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
