/// Status and header fields of a stream's response.
package struct ResponseHead: Sendable {
  package enum Framing: Sendable, Hashable {
    case chunked
    /// `Content-Length: n`, whatever length the body has.
    case length(UInt64)
    /// Neither: the end of the connection is the end of the body (RFC 9112, 6.3).
    case closeDelimited
  }

  package var status = 200
  /// In order. The plan's player fills in the fields that the scenario does not mention.
  package var headers: [(name: String, value: String)] = []
  /// Lowercase names of fields that must not be filled in.
  package var omitted: Set<String> = []
  package var framing = Framing.chunked

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
  /// The part of the scenario that responds in place of the steps.
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
    /// `resume: refuse`, or a returning client that already has all events.
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

  /// Whether it ends as HTTP requires, after all of its body.
  package var isComplete: Bool { framing == nil && ending == .complete }

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
