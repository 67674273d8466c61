import HTTPTypes
import MicroHTTP
import Scenarios
import TextForms

/// The options that a request sets for its stream.
struct PlayOptions: Sendable {
  var speed = PlaySpeed.normal
  var seed: Seed?
  var session: SessionKey?
  /// The session whose last stream of the scenario is to be replayed.
  var replay: SessionKey?
  /// From the `Last-Event-ID` field, which a browser sends when it reconnects, or else from `?lastEventId=`.
  var lastEventID: String?

  /// - Throws: 400 with the values that would be valid.
  init(_ request: Request) throws(Refusal) {
    // A preflight only asks for permission; it does not ask for the stream.
    if request.method == .options { return }
    func query(_ name: String) -> String? { request.query.first { $0.name == name }?.value }
    if let text = query("speed") {
      guard let speed = PlaySpeed(text) else {
        throw Refusal(
          .badRequest,
          "'speed' must be a number from 0.01 to 1000, such as 10 or 0.5, got '\(text.forSentence)'.")
      }
      self.speed = speed
    }
    if let text = query("seed") {
      guard let seed = Seed(text) else {
        throw Refusal(
          .badRequest, "'seed' must be a whole number, 'random', or any text of 1 to \(Seed.longest) bytes.")
      }
      self.seed = seed
    }
    func key(_ name: String, _ meaning: String = "") throws(Refusal) -> SessionKey? {
      guard let text = query(name) else { return nil }
      guard let key = SessionKey(text) else {
        throw Refusal(
          .badRequest,
          "'\(name)' must be \(meaning)1 to \(SessionKey.longest) letters, digits, '-' or '_', got '\(text.forSentence)'."
        )
      }
      return key
    }
    session = try key("session")
    replay = try key("replay", "the key of a session, ")
    lastEventID = request.headerFields[.lastEventID] ?? query("lastEventId")
  }

  /// Returns why the options cannot be used with a scenario, nil if they can: a client cannot set options of a timeline that all share.
  func problem(for scenario: Scenario) -> String? {
    guard scenario.timeline != nil, replay == nil else { return nil }
    let name =
      speed != .normal ? "speed" : seed.map { $0.number != scenario.seed } == true ? "seed" : nil
    return name.map {
      "'\($0)' cannot be chosen for '\(scenario.name)': all its clients follow one shared timeline. Leave it out, or leave 'timeline' out of the scenario."
    }
  }
}
