/// What comes next in a plan, once everything that is due has been performed: all that `Plan.advance` tells its player.
///
/// `head`, `respond`, `signal` and `follow` are returned once, and the next call continues after them. The others are returned
/// each time the plan is asked.
package enum Next: Sendable {
  /// The status and header fields, before any bytes.
  indirect case head(ResponseHead)
  /// A whole response instead of a stream. Nothing follows.
  indirect case respond(PlainResponse)
  /// Nothing before that time.
  case at(PlanTime)
  /// The steps wait until the gate of that name is opened in the request's session, with `Plan.open`. Ask again at
  /// `until` for what is due meanwhile; nil: nothing is.
  case gate(String, until: PlanTime?)
  /// A value for a gate of a session. The stream's player delivers it.
  indirect case signal(Signal)
  /// The steps send nothing, after `end: hold` or while paused, but the stream stays open. Ask again at `until`, as for `gate`.
  case hold(until: PlanTime?)
  /// Nothing further from this plan: the stream continues with the scenario's shared timeline.
  case follow
  /// How the stream ends. Nothing follows.
  case end(Ending)
  /// The meter is spent: ask again after serving others.
  case again
}

package enum Ending: String, Sendable, Hashable, CaseIterable {
  /// The body ends as HTTP requires: with the last chunk, or after all of `Content-Length`.
  case complete
  /// The connection is closed in the middle of the body.
  case truncate
  /// The connection is reset (TCP RST).
  case reset
}

/// Status and header fields of a stream's response.
package struct ResponseHead: Sendable {
  package enum Framing: Sendable, Hashable {
    case chunked
    /// `Content-Length: n`, whatever length the body has.
    case length(UInt64)
    /// Neither: the end of the connection is the end of the body.
    case closeDelimited
  }

  package var status: Int
  /// In order. The plan's player fills in the fields that the scenario does not mention.
  package var headers: [(name: String, value: String)]
  /// Lowercase names of fields that must not be filled in.
  package var omitted: Set<String> = []
  package var framing: Framing

  package init(status: Int = 200, headers: [(name: String, value: String)] = [], framing: Framing = .chunked)
  {
    self.status = status
    self.headers = headers
    self.framing = framing
  }

  /// Adds a field that the scenario neither sets nor omits.
  ///
  /// - Parameter name: in lowercase.
  package mutating func fill(_ name: String, _ value: String) {
    guard !omitted.contains(name), !headers.contains(where: { $0.name.lowercased() == name }) else { return }
    headers.append((name: name, value: value))
  }
}

/// A whole response: status, header fields and body.
package struct PlainResponse: Sendable {
  /// What responds in place of the steps.
  package enum Origin: String, Sendable {
    /// An entry of `attempts`.
    case attempt
    /// `response`: a redirect, or a status without a body.
    case response
    /// `request`: the request does not meet the scenario's rules.
    case request
    /// An OPTIONS request, preflight or not.
    case preflight
    case proxy
    /// `resume: refuse`, or a returning client has had all events.
    case resume
    /// A `respond` step.
    case step
    /// The scenario failed to work out its response.
    case failure
  }

  package var status: Int
  package var headers: [(name: String, value: String)]
  /// Lowercase names of fields that must not be filled in.
  package var omitted: Set<String> = []
  package var body: [UInt8]
  /// How the body's end is marked; nil: by its actual length.
  package var framing: ResponseHead.Framing?
  package var ending = Ending.complete
  package var origin: Origin?

  /// Whether status, fields and body are all there is to send.
  package var isUsual: Bool { framing == nil && ending == .complete }

  package init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// Creates a response whose body is one line of plain text.
  init(status: Int, text: String) {
    self.init(
      status: status, headers: [(name: "content-type", value: "text/plain; charset=utf-8")],
      body: Array("\(text)\n".utf8))
  }

  /// Creates the response for a scenario that fails to work out its own.
  init(failure: String) {
    self.init(status: 500, text: "The scenario cannot answer: \(failure)")
    origin = .failure
  }
}
