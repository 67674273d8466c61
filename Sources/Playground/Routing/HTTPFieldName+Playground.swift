import HTTPTypes

extension HTTPField.Name {
  /// `HTTPField.Name.host` is marked unavailable: swift-http-types keeps the authority elsewhere, the server as it came.
  static let hostField = known("Host")
  static let lastEventID = known("Last-Event-ID")
  static let seed = known("X-Scenario-Seed")
  static let streamID = known("X-Stream-Id")
  static let accelBuffering = known("X-Accel-Buffering")

  /// A name written in this source; one that HTTP does not allow would be our own bug.
  static func known(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("not a field name: \(name)") }
    return name
  }
}
