import FieldValues

/// The method, header fields, parameters, cookies and token that a request must have.
struct RequestRules: Sendable {
  /// A name, and its required value; nil if any value is allowed.
  typealias Requirement = (name: String, value: Template?)

  var methods: [String] = ["GET", "POST"]
  /// Names are in lower case.
  var headers: [Requirement] = []
  var query: [Requirement] = []
  var cookies: [Requirement] = []
  var bearer: Template?
  var mismatch: AnswerTemplate?
}

extension ProgramRun {
  /// Returns the response to a request that does not meet the rules; nil if it meets them.
  mutating func refusal(_ rules: RequestRules) throws(PlanFailure) -> PlainResponse? {
    let request = evaluation.request
    if !rules.methods.contains(request.method) {
      let allowed = rules.methods.joined(separator: ", ")
      return plain(405, [("allow", allowed)], "This scenario answers \(allowed), not \(request.method).")
    }
    var refusal: PlainResponse?
    if let bearer = rules.bearer {
      let wanted = try text(of: .template(bearer))
      if Credentials.bearerToken(header("authorization")) != wanted {
        refusal = plain(401, [("www-authenticate", "Bearer")], "This scenario needs the right bearer token.")
      }
    }
    let cookies = rules.cookies.isEmpty ? [:] : try cookies()
    for cookie in rules.cookies where refusal == nil {
      let isMet = if let value = cookies[cookie.name] { try wanted(cookie) ?? value == value } else { false }
      if !isMet { refusal = plain(401, [], "This scenario needs the cookie '\(cookie.name)'.") }
    }
    for header in rules.headers where refusal == nil {
      let value = self.header(header.name)
      try charge(4 + request.headers.count + (value?.utf8.count ?? 0))
      let wanted = try wanted(header)
      let isMet =
        if let value, let wanted {
          FieldRequirement.isMet(field: header.name, value: value, wanted: wanted)
        } else {
          value != nil
        }
      if !isMet { refusal = plain(400, [], Self.need("header field", header.name, wanted, got: value)) }
    }
    for parameter in rules.query where refusal == nil {
      try charge(1 + request.query.count)
      let value = request.query.first { $0.name == parameter.name }?.value
      let wanted = try wanted(parameter)
      if value == nil || (wanted != nil && wanted != value) {
        refusal = plain(400, [], Self.need("query parameter", parameter.name, wanted, got: value))
      }
    }
    guard refusal != nil, let mismatch = rules.mismatch else { return refusal }
    return try response(mismatch)
  }

  /// Returns the required value; nil if any value is allowed.
  private mutating func wanted(_ rule: RequestRules.Requirement) throws(PlanFailure) -> String? {
    guard let template = rule.value else { return nil }
    return try text(of: .template(template))
  }

  /// Returns the values of all fields with a lowercase name, joined by commas; nil if there are none.
  func header(_ name: String) -> String? { evaluation.request.header(name) }

  /// Returns the sentence that reports a missing or different value.
  ///
  ///     This scenario needs the header field 'content-type' to be 'application/json', got 'text/plain'.
  private static func need(_ what: String, _ name: String, _ wanted: String?, got value: String?) -> String {
    let needs = "This scenario needs the \(what) '\(name)'"
    // A secret must not be revealed to a client that guesses.
    let secrets = ["auth", "cookie", "key", "token", "secret", "password", "session", "signature"]
    let isSecret = secrets.contains { name.lowercased().contains($0) }
    guard let wanted else { return "\(needs), which is missing." }
    let got = value.map { isSecret ? "another value" : "'\(Mistake.shortened($0))'" } ?? "none"
    return isSecret
      ? "\(needs) with the right value, got \(got)."
      : "\(needs) to be '\(Mistake.shortened(wanted))', got \(got)."
  }

  private mutating func charge(_ units: Int) throws(PlanFailure) {
    try PlanFailure.translating(evaluation.charge(units))
  }

  /// Returns the request's cookies (RFC 6265, section 4.2.1). If several have the same name, returns the first.
  private mutating func cookies() throws(PlanFailure) -> [String: String] {
    var cookies: [String: String] = [:]
    let text = header("cookie") ?? ""
    try charge(text.utf8.count)
    for pair in text.split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let name = parts[0].drop { $0 == " " }
      if cookies[String(name)] == nil { cookies[String(name)] = String(parts[1]) }
    }
    return cookies
  }

  private func plain(_ status: Int, _ headers: [(String, String)], _ text: String) -> PlainResponse {
    PlainResponse(
      status: status,
      headers: headers.map { (name: $0.0, value: $0.1) } + [
        (name: "content-type", value: "text/plain; charset=utf-8")
      ],
      body: Array((text + "\n").utf8))
  }
}
