/// How a line of an event stream ends; a client takes all three.
///
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream>
public enum LineEnding: String, Hashable, Sendable, CaseIterable {
  case lf, cr, crlf

  public var bytes: [UInt8] {
    switch self {
    case .lf: [ASCII.lineFeed]
    case .cr: [ASCII.carriageReturn]
    case .crlf: [ASCII.carriageReturn, ASCII.lineFeed]
    }
  }
}
