/// The three ways in which a stream can end.
public enum StreamEnding: Sendable, Hashable {
  /// As HTTP says it should: last chunk, or the whole Content-Length.
  case complete
  /// The connection is closed in the middle of the body.
  case truncate
  /// The connection is reset (TCP RST).
  case reset
}
