import HTTPTypes

extension HTTPField.Name {
  static let lastEventID = known("Last-Event-ID")
  /// The seed that a stream was planned with.
  static let seed = known("Playground-Seed")
  static let streamID = known("Playground-Stream")
  /// The id of a request, where its scenario reads it.
  static let requestID = known("Playground-Request")
  /// How a request with a last event ID was met.
  static let resume = known("Playground-Resume")
  /// The names that `seed` and `streamID` had, sent beside them for one release.
  static let formerSeed = known("X-Scenario-Seed")
  static let formerStreamID = known("X-Stream-Id")
  static let accelBuffering = known("X-Accel-Buffering")

  /// A name written in this source; one that HTTP does not allow would be our own bug.
  static func known(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("not a field name: \(name)") }
    return name
  }
}
