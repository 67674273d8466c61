public enum Answer: Sendable {
  case result(HTTPResult)
  /// Computed elsewhere (a database, say); the connection rests until it is there.
  case later(@Sendable () async -> HTTPResult)
  /// Made on the loop's thread; `StreamID` is what `HTTPServer.wake` and `HTTPServer.end` take.
  case stream(@Sendable (StreamID) -> any StreamProducer)
}
