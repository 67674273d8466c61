/// What a stream plays. The event loop asks it what comes next; it never blocks and keeps no thread.
///
/// Every call is made on the loop's thread, never two at once.
public protocol StreamProducer {
  /// Says what comes next. Bytes are appended to `buffer`, which holds nothing else.
  ///
  /// - Parameter now: nanoseconds of CLOCK_MONOTONIC.
  mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production

  /// The server is shutting down: append last words (a `retry:` line), then the stream ends completely.
  mutating func drain(into buffer: inout [UInt8])

  /// The stream is over. Called exactly once.
  mutating func ended(_ summary: StreamSummary)
}

public enum Production: Sendable {
  /// The response's head. Comes before any bytes, at most once; without it the first bytes imply status 200.
  case head(StreamHead)
  /// A whole response in place of a stream, if no head has gone out yet.
  case respond(HTTPResult)
  /// The buffer is one write: one chunk and one segment of its own. Asked again when the socket took it.
  case write
  /// Send what the buffer holds, if anything; ask again at that time (CLOCK_MONOTONIC, nanoseconds).
  case wait(until: UInt64)
  /// Send what the buffer holds, if anything; ask again when `EventLoop.wake` names this stream.
  case hold
  /// Send what the buffer holds, if anything; ask again after others were served.
  case yield
  /// Send what the buffer holds, then end.
  case end(StreamEnding)
}

public enum StreamEnding: Sendable, Hashable {
  /// As HTTP says it should: last chunk, or the whole Content-Length.
  case complete
  /// The connection is closed in the middle of the body.
  case truncate
  /// The connection is reset (TCP RST).
  case reset
}
