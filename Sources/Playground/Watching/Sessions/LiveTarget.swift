import MicroHTTP

/// Whose streams a hand reaches.
enum LiveTarget: Hashable, Sendable {
  case stream(StreamID)
  case session(SessionKey)
  /// All streams of a scenario.
  case scenario(String)
  /// All streams of a participant: of the session of that key, and of those whose keys begin with it and '-'.
  case participant(String, SessionKey)
  /// The shared timeline of a scenario, and with it all who follow it.
  case timeline(String)
  case everybody

  /// Why there is nobody to reach.
  var nobody: String {
    switch self {
    case .stream(let id): "There is no open stream '\(id)'."
    case .session(let key): "Session '\(key)' has no open stream."
    case .scenario(let name): "No stream of '\(name.forSentence)' is open."
    case .participant(let name, _): "No stream of the participant '\(name.forSentence)' is open."
    case .timeline(let name): "No shared timeline of '\(name.forSentence)' runs."
    case .everybody: "No stream is open."
    }
  }
}
