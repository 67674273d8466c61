extension BuiltInName {
  static let entries: [ExpressionLibrary.Entry] =
    [
      entry(
        "index", ("The index of the innermost loop's iteration: 0, 1, 2, …", "index", "2")),
      entry("number", ("The number of the innermost loop's iteration: 1, 2, 3, …", "number", "3")),
    ] + allCases.map { entry($0.rawValue, $0.documentation) }

  private static func entry(_ name: String, _ documentation: Documentation) -> ExpressionLibrary.Entry {
    ExpressionLibrary.Entry(
      kind: .name, name: name, signature: name, group: "names", summary: documentation.summary,
      example: documentation.example, value: documentation.value)
  }

  private typealias Documentation = (summary: String, example: String, value: String)

  private var documentation: Documentation {
    switch self {
    case .counter: ("The number of the event being sent: 1, 2, 3, …", "counter", "7")
    case .elapsed: ("Milliseconds of plan time since the stream began.", "elapsed", "5000")
    case .now:
      ("The time in UTC, in ISO 8601 with milliseconds.", "now", #""2026-11-22T10:30:19.123Z""#)
    case .nowMs: ("Milliseconds since 1970.", "nowMs", "1795343419123")
    case .unix: ("Seconds since 1970.", "unix", "1795343419")
    case .monotonic: ("Nanoseconds of a clock that never goes back.", "monotonic", "86400000000001")
    case .params: ("The parameters of the scenario's path.", "params.agent_id", #""agent-7""#)
    case .query:
      ("The query's parameters; of a name that comes twice, the first.", "query.limit ?? 10", #""5""#)
    case .headers:
      (
        "The request's header fields; the case of their names does not matter.", "headers['User-Agent']",
        #""curl/8.5.0""#
      )
    case .body:
      ("The request's body, if it is JSON; else null.", "body.messages[0].content", #""Hello!""#)
    case .bodyText: ("The request's body as text.", "bodyText.length", "64")
    case .method: ("The request's method.", "method", #""POST""#)
    case .path: ("The path of the request's target.", "path", #""/stream/agent-7""#)
    case .target:
      (
        "The request's target as it was sent: path and query, with every byte of it.", "target",
        #""/stream/agent-7?limit=5""#
      )
    case .remoteAddress: ("The client's address.", "remoteAddress", #""127.0.0.1""#)
    case .lastEventId:
      ("The `Last-Event-ID` that the client sent; null without one.", "lastEventId", #""42""#)
    case .attempt: ("1 for a session's first connection, 2 for its second, …", "attempt", "2")
    case .session: ("The session's key.", "session", #""demo""#)
    case .requestId:
      (
        "An id that is new for each request without `Last-Event-ID` and stays the same when the client reconnects; with `?seed=` it is made of the seed.",
        "requestId.length", "16"
      )
    case .seed: ("The seed of this run.", "seed", "1")
    }
  }
}
