/// Who is told of something.
enum Audience: Hashable, Sendable {
  case everybody
  /// Participants and the presenter.
  case room
  /// The participant of that name, and the presenter.
  case owner(String)
  case presenter
}
