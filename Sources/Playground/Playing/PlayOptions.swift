import HTTPTypes
import MicroHTTP
import Scenarios

/// The options that a request sets for its stream.
struct PlayOptions: Sendable {
  var speed = PlaySpeed.normal
  var seed: Seed?
  var session: SessionKey?
  /// The session whose last stream of the scenario is to be replayed.
  var replay: SessionKey?
  /// From the `Last-Event-ID` field, which a browser sends when it reconnects, or else from `?lastEventId=`.
  var lastEventID: String?

  /// An invalid query parameter, with the values that would be valid.
  struct Invalid: Error {
    var detail: String
  }

  init(_ request: Request) throws(Invalid) {
    // A preflight asks what its request may do; it does not ask for the stream.
    if request.method == .options { return }
    func query(_ name: String) -> String? { request.query.first { $0.name == name }?.value }
    if let text = query("speed") {
      guard let speed = PlaySpeed(text) else {
        throw Invalid(
          detail: "'speed' must be a number from 0.01 to 1000, such as 10 or 0.5, got '\(text.forSentence)'.")
      }
      self.speed = speed
    }
    if let text = query("seed") {
      guard let seed = Seed(text) else {
        throw Invalid(
          detail: "'seed' must be a whole number, 'random', or any text of 1 to \(Seed.longest) bytes.")
      }
      self.seed = seed
    }
    if let text = query("session") {
      guard let session = SessionKey(text) else {
        throw Invalid(
          detail:
            "'session' must be 1 to \(SessionKey.longest) letters, digits, '-' or '_', got '\(text.forSentence)'."
        )
      }
      self.session = session
    }
    if let text = query("replay") {
      guard let session = SessionKey(text) else {
        throw Invalid(
          detail:
            "'replay' must be the key of a session, 1 to \(SessionKey.longest) letters, digits, '-' or '_', got '\(text.forSentence)'."
        )
      }
      replay = session
    }
    lastEventID = request.headerFields[.lastEventID] ?? query("lastEventId")
  }

  /// Returns why the options cannot be used with a scenario: no client may choose what all clients share. Nil if they can.
  func problem(for scenario: Scenario) -> String? {
    guard scenario.timeline != nil, replay == nil else { return nil }
    let name =
      speed != .normal ? "speed" : seed.map { $0.number != scenario.seed } == true ? "seed" : nil
    return name.map {
      "'\($0)' cannot be chosen for '\(scenario.name)': all its clients follow one shared timeline. Leave it out, or leave 'timeline' out of the scenario."
    }
  }
}
