/// One requirement on the clients of event streams.
package struct Rule: Sendable {
  /// A summary of the standard's text about it, and the address of that text.
  package struct Clause: Hashable, Sendable {
    package var text: String
    package var address: String
  }

  /// Facts, and the rule's findings about them; a test runs it.
  package struct Example: Hashable, Sendable {
    /// In the notation that `FactsText` in the tests reads.
    package var facts: String
    /// `warning: Came back …`
    package var findings: [String]
    /// The number of the client that the findings are about.
    package var client = 1
  }

  /// `reconnection-time`
  package var id: String
  /// The requirement, in one sentence.
  package var sentence: String
  /// What makes a finding a fault, a warning or a note.
  package var policy: String
  package var clause: Clause
  package var example: Example
  package var judge: @Sendable (ClientFacts) -> [Finding]
}

extension Rule.Clause {
  static let reestablish = Rule.Clause(
    text: "To reestablish the connection: wait a delay equal to the reconnection time of the event source.",
    address: "https://html.spec.whatwg.org/multipage/server-sent-events.html#reestablish-the-connection")
  static let lastEventID = Rule.Clause(
    text: "If the last event ID string is not empty, it is sent as `Last-Event-ID`, encoded as UTF-8.",
    address: "https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header")
  static let processing = Rule.Clause(
    text:
      "Any response but 200 with `text/event-stream` makes the user agent fail the connection; it does not try again.",
    address: "https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model")
  static let request = Rule.Clause(
    text: "The request is made with `Accept: text/event-stream` and the cache mode no-store.",
    address: "https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface")
  static let retryAfter = Rule.Clause(
    text: "`Retry-After` says how long the client ought to wait before it asks again.",
    address: "https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3")
  static let connections = Rule.Clause(
    text: "Browsers allow six connections to a server over HTTP/1.1, all tabs together.",
    address: "https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes")
  static let cors = Rule.Clause(
    text: "A response without a matching `Access-Control-Allow-Origin` is kept from the page.",
    address: "https://fetch.spec.whatwg.org/#cors-check")
  static let safeMethods = Rule.Clause(
    text: "A client ought not to repeat a request of a method that is not idempotent by itself.",
    address: "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2")
}

/// All rules, in the order in which their findings appear.
package enum Rules {
  package static let all: [Rule] = [
    ReconnectionEarly.rule, ReconnectionLate.rule, CameBack.rule,
    LastEventID.rule, LastEventIDOlder.rule, LastEventIDUnknown.rule, LastEventIDEncoding.rule,
    OneConnection.rule, Hammering.rule, RetryAfter.rule,
    StaysAway.rule, AfterRefusal.rule, Redirect.rule, Done.rule,
    ClosedEarly.rule, Reading.rule, RequestFields.rule, RepeatedPost.rule, OriginAllowed.rule,
  ]
}
