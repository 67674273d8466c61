/// How a request is answered, as a scenario says it: all of it may be left out.
struct AnswerTemplate: Sendable {
  enum Framing: Sendable {
    case chunked
    case closeDelimited
    /// The length that the body will have.
    case rightLength
    case length(UInt64)
  }

  var status: Int?
  /// Names are lower case.
  var headers: [(name: String, value: Template)] = []
  var contentType: Template?
  var redirect: Template?
  /// The body, and its type unless `contentType` says another.
  var body: (block: Block, type: String)?
  /// Seconds.
  var retryAfter: UInt64?
  var delay: Delay?
  var framing: Framing?
  var resets = false

  /// Statuses that never have a body: RFC 9110, sections 15.3.5 and 15.4.5.
  var hasNoBody: Bool { status == 204 || status == 304 }
}

extension ProgramRun {
  /// The status and header fields of a template.
  mutating func head(_ answer: AnswerTemplate) throws(PlanFailure) -> ResponseHead {
    var head = ResponseHead(status: answer.status ?? (answer.redirect == nil ? 200 : 302))
    if let contentType = answer.contentType { try add("content-type", contentType, to: &head) }
    for header in answer.headers { try add(header.name, header.value, to: &head) }
    if let redirect = answer.redirect { try add("location", redirect, to: &head) }
    if let seconds = answer.retryAfter { head.headers.append((name: "retry-after", value: String(seconds))) }
    switch answer.framing {
    case .closeDelimited: head.framing = .closeDelimited
    case .length(let length): head.framing = .length(length)
    default: break
    }
    return head
  }

  /// A whole response.
  mutating func response(_ answer: AnswerTemplate) throws(PlanFailure) -> PlainResponse {
    var head = try head(answer)
    var body: [UInt8] = []
    if let template = answer.body {
      try render(pieces: template.block, into: &body)
      if answer.contentType == nil { head.headers.append((name: "content-type", value: template.type)) }
    }
    return PlainResponse(status: head.status, headers: head.headers, body: answer.hasNoBody ? [] : body)
  }

  private mutating func add(_ name: String, _ template: Template, to head: inout ResponseHead)
    throws(PlanFailure)
  {
    let value = try text(of: .template(template))
    if let problem = ProgramRun.problem(of: Array(value.utf8)[...], limit: 8_192) {
      throw PlanFailure("the header field \(name) \(problem)")
    }
    head.headers.append((name: name, value: value))
  }
}
