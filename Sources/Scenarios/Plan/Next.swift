/// What comes next of a plan, when all that was due has been performed. The server knows nothing else of it.
///
/// `head`, `respond`, `signal`, `follow` and `end` are given once, and the next call goes on behind them. The others are given as often as
/// the plan is asked.
package enum Next: Sendable {
  /// The status and header fields. Comes once, before any bytes.
  indirect case head(ResponseHead)
  /// A whole answer instead of a stream. Nothing follows.
  indirect case respond(PlainResponse)
  /// Nothing until that time.
  case at(PlanTime)
  /// Nothing of the steps until the gate of that name is opened in the request's session, with `Plan.open`; ask again at that time
  /// for what comes meanwhile.
  case gate(String, until: PlanTime?)
  /// A value for a gate of a session, to be handed over by who plays a stream. Comes once.
  indirect case signal(Signal)
  /// Nothing of the steps, ever, but the stream stays open until the client leaves; ask again at that time.
  case hold(until: PlanTime?)
  /// Nothing further from this plan: the stream follows the scenario's shared timeline.
  case follow
  /// How the stream ends. Nothing follows.
  case end(Ending)
  /// The meter is spent: ask again after serving others.
  case again
}

package enum Ending: String, Sendable, Hashable, CaseIterable {
  /// The body ends as HTTP says it should (last chunk, or all of Content-Length).
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
    /// `Content-Length: n`, whatever follows.
    case length(UInt64)
    /// Neither: the end of the connection is the end of the body.
    case closeDelimited
  }

  package var status: Int
  /// In order. What the scenario says nothing of is filled in by whoever plays the plan.
  package var headers: [(name: String, value: String)]
  /// Names, in lower case, of fields that are not to be filled in.
  package var omitted: Set<String> = []
  package var framing: Framing

  package init(status: Int = 200, headers: [(name: String, value: String)] = [], framing: Framing = .chunked)
  {
    self.status = status
    self.headers = headers
    self.framing = framing
  }

  /// Says a field by itself, unless the scenario says it or leaves it out.
  ///
  /// - Parameter name: in lower case.
  package mutating func fill(_ name: String, _ value: String) {
    guard !omitted.contains(name), !headers.contains(where: { $0.name.lowercased() == name }) else { return }
    headers.append((name: name, value: value))
  }
}

/// A whole answer: status, header fields and body.
package struct PlainResponse: Sendable {
  /// What answers in place of the steps.
  package enum Origin: String, Sendable {
    /// An entry of `attempts`.
    case attempt
    /// `response`: a redirect, or a status without a body.
    case response
    /// `request`: what was asked is not what it must be.
    case request
    /// OPTIONS, a preflight or not.
    case preflight
    case proxy
    /// `resume: refuse`, or nothing is left for who comes back.
    case resume
    /// A `respond` step.
    case step
    /// Something that was to be worked out could not be.
    case failure
  }

  package var status: Int
  package var headers: [(name: String, value: String)]
  /// Names, in lower case, of fields that are not to be filled in.
  package var omitted: Set<String> = []
  package var body: [UInt8]
  /// How the body's end is known; nil: by its right length.
  package var framing: ResponseHead.Framing?
  package var ending = Ending.complete
  package var origin: Origin?

  /// Whether nothing is to be said of it but status, fields and body.
  package var isUsual: Bool { framing == nil && ending == .complete }

  package init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// A line of text.
  init(status: Int, text: String) {
    self.init(
      status: status, headers: [(name: "content-type", value: "text/plain; charset=utf-8")],
      body: Array("\(text)\n".utf8))
  }

  /// What is answered when a scenario cannot say how.
  init(failure: String) {
    self.init(status: 500, text: "The scenario cannot answer: \(failure)")
    origin = .failure
  }
}
