public enum Answer: Sendable {
  case result(HTTPResult)
  /// Made on the server's worker threads; the connection rests until it is there. The task is cancelled when the client goes.
  case later(@Sendable () async -> HTTPResult)
  /// Made on the loop's thread; `StreamID` is what `HTTPServer.wake` and `HTTPServer.end` take.
  case stream(@Sendable (StreamID) -> any StreamProducer)
}
