import HTTPTypes

extension HTTPField.Name {
  static let lastEventID = known("Last-Event-ID")
  /// The seed that a stream was planned with.
  static let seed = known("Playground-Seed")
  static let streamID = known("Playground-Stream")
  /// The ID of a request, sent if its scenario reads it.
  static let requestID = known("Playground-Request")
  /// How a stream was resumed after a last event ID, such as `continued` or `unknown-id`.
  static let resume = known("Playground-Resume")
  /// The former names of `seed` and `streamID`, sent in addition for one release.
  static let formerSeed = known("X-Scenario-Seed")
  static let formerStreamID = known("X-Stream-Id")
  static let accelBuffering = known("X-Accel-Buffering")

  /// Returns a field name in this program's source, so one that HTTP does not allow is a programming error.
  static func known(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("not a field name: \(name)") }
    return name
  }
}
