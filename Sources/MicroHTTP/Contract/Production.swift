/// What a producer wants done.
public enum Production: Sendable {
  /// The response's head. Comes before any bytes, at most once; without it the first bytes imply status 200.
  case head(StreamHead)
  /// A whole response in place of a stream, if no head has gone out yet.
  case respond(HTTPResult)
  /// The buffer is one write: one chunk and one segment of its own. Asked again when the socket took it.
  case write
  /// Send what the buffer holds, if anything; ask again at that time (CLOCK_MONOTONIC, nanoseconds), or when
  /// `HTTPServer.wake` names this stream.
  case wait(until: UInt64)
  /// Send what the buffer holds, if anything; ask again when `HTTPServer.wake` names this stream.
  case pause
  /// The same, and the stream belongs to the group from here on: ask again when the group is woken as well.
  case follow(StreamGroup)
  /// Send what the buffer holds, if anything; there is work left over, so ask again after others were served.
  case yield
  /// Send what the buffer holds, then end.
  case end(StreamEnding)
}
