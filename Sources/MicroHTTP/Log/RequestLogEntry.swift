/// One line of the access log.
public enum RequestLogEntry: Sendable {
  /// A request was answered, or refused.
  case request(RequestRecord)
  /// A stream's head goes out.
  case streamOpened(StreamID, RequestRecord)
  case streamEnded(StreamID, RequestRecord, StreamSummary)
  /// So many entries were left out, to stay under the limit of lines a second.
  case dropped(Int)
}
