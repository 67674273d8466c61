/// The way in which a scenario answers a request. Every part is optional.
struct AnswerTemplate: Sendable {
  enum Framing: Sendable {
    case chunked
    case closeDelimited
    /// A `Content-Length` field with the actual length of the body.
    case rightLength
    case length(UInt64)
  }

  /// The steps of an entry of `attempts`, played instead of the scenario's steps.
  struct Steps: Sendable {
    /// The index of the first instruction.
    var entry: Int
    /// The line of the entry of `attempts`.
    var line: Int
    var opens: Bool
    /// Nanoseconds without output after which a heartbeat is sent; nil for none.
    var heartbeat: UInt64?
  }

  var status: Int?
  /// Computes the status when the plan plays; takes precedence over `status`.
  var statusExpression: Expression?
  /// The header fields, with their names as written.
  var headers: [(name: String, value: Template)] = []
  /// The lowercase names of fields that the playground must not add.
  var omitted: Set<String> = []
  var contentType: Template?
  var redirect: Template?
  /// The body, and the media type that it has unless `contentType` is given.
  var body: (block: Block, type: String)?
  /// Seconds.
  var retryAfter: UInt64?
  var delay: Delay?
  var framing: Framing?
  /// The way in which the body ends.
  var ending = Ending.complete
  /// Whether the connection is closed after the answer.
  var closes = false
  var resets = false
  var steps: Steps?

  /// Whether a response with this status never has a body: RFC 9110, sections 15.3.5 and 15.4.5.
  static func hasNoBody(_ status: Int?) -> Bool { status == 204 || status == 304 }

  var hasNoBody: Bool { Self.hasNoBody(status) }

  var saysStatus: Bool { status != nil || statusExpression != nil }

  /// The status of an answer without `statusExpression`.
  var fixedStatus: Int { status ?? (redirect == nil ? 200 : 302) }

  static let statuses = 200...599
  static let redirectStatuses: Set = [301, 302, 303, 307, 308]

  /// Returns a message if a status cannot be combined with `redirect`; nil if it can, or if there is no `redirect`.
  func redirectProblem(_ status: Int?) -> String? {
    guard redirect != nil, let status, !Self.redirectStatuses.contains(status) else { return nil }
    return "'status' must be 301, 302, 303, 307 or 308 beside 'redirect', got \(status)"
  }

  /// Whether an entry of `attempts` is a complete answer, which is sent instead of a stream.
  ///
  /// - Parameter status: the value of `status` or `statusExpression`; nil if it is unknown or there is neither.
  func replacesStream(status: Int?) -> Bool {
    steps == nil && (body != nil || redirect != nil || (saysStatus && status != 200))
  }

  /// The lowercase names of the fields that `headers` sets or omits.
  var names: Set<String> { Set(headers.map { $0.name.lowercased() }).union(omitted) }
}

extension ProgramRun {
  /// Returns the status and the header fields of a template.
  mutating func head(_ answer: AnswerTemplate) throws(PlanFailure) -> ResponseHead {
    var head = ResponseHead(status: try status(of: answer))
    let said = answer.names
    head.omitted = answer.omitted
    if let contentType = answer.contentType, !said.contains("content-type") {
      head.headers.append((name: "content-type", value: try field("content-type", contentType)))
    }
    for header in answer.headers {
      head.headers.append((name: header.name, value: try field(header.name, header.value)))
    }
    if let redirect = answer.redirect, !said.contains("location") {
      head.headers.append((name: "location", value: try field("location", redirect)))
    }
    if let seconds = answer.retryAfter, !said.contains("retry-after") {
      head.headers.append((name: "retry-after", value: String(seconds)))
    }
    if answer.closes { head.headers.append((name: "connection", value: "close")) }
    switch answer.framing {
    case .closeDelimited: head.framing = .closeDelimited
    case .length(let length): head.framing = .length(length)
    default: break
    }
    return head
  }

  mutating func response(_ answer: AnswerTemplate) throws(PlanFailure) -> PlainResponse {
    var head = try head(answer)
    var body: [UInt8] = []
    if let template = answer.body {
      try render(pieces: template.block, into: &body)
      if answer.contentType == nil, !answer.names.contains("content-type") {
        head.headers.append((name: "content-type", value: template.type))
      }
    }
    var response = PlainResponse(
      status: head.status, headers: head.headers,
      body: AnswerTemplate.hasNoBody(head.status) ? [] : body)
    response.omitted = head.omitted
    response.ending = answer.ending
    switch answer.framing {
    case nil, .rightLength: break
    default: response.framing = head.framing
    }
    return response
  }

  /// Returns the status of an answer, evaluating its expression if it has one.
  mutating func status(of answer: AnswerTemplate) throws(PlanFailure) -> Int {
    guard let expression = answer.statusExpression else { return answer.fixedStatus }
    let value = try evaluate(expression)
    guard case .int(let status) = value.number, !value.isNull, AnswerTemplate.statuses.contains(status) else {
      throw PlanFailure(
        "'status' needs \(KeyType.integer(AnswerTemplate.statuses).expectation), got \(Mistake.shortened(value.text))"
      )
    }
    if let problem = answer.redirectProblem(status) { throw PlanFailure(problem) }
    return status
  }

  /// Returns the value of a header field; throws if it contains a line end or NULL, or has more than 8,192 bytes.
  mutating func field(_ name: String, _ template: Template) throws(PlanFailure) -> String {
    let value = try text(of: .template(template))
    if let problem = ProgramRun.problem(of: Array(value.utf8)[...], limit: 8_192) {
      throw PlanFailure("the header field \(name) \(problem)")
    }
    return value
  }
}
