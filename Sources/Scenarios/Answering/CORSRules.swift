/// The rules that decide which pages of other origins may read a stream.
/// <https://fetch.spec.whatwg.org/#http-cors-protocol>
struct CORSRules: Sendable {
  /// The answer to a preflight that is allowed.
  struct Preflight: Sendable {
    var status = 204
    /// The header fields, with their names as written.
    var headers: [(name: String, value: Template)] = []
    /// The lowercase names of the fields to omit.
    var omitted: Set<String> = []
    /// Seconds.
    var maxAge: UInt64?
  }

  /// The origins that may read the stream; nil for every origin.
  var origins: [String]?
  var allowsNone = false
  var allowsCredentials = false
  /// Whether the page's origin is sent instead of `*`.
  var namesOrigin = false
  var refusesPreflight = false
  var preflight = Preflight()
  /// Whether the stream itself lacks the CORS header fields, although preflights are answered as if it had them.
  var isMissingOnStream = false

  /// Returns the CORS header fields of a response to a request.
  func headers(for request: PlanRequest) -> [(name: String, value: String)] {
    guard !allowsNone else { return [] }
    if origins == nil, !allowsCredentials, !namesOrigin {
      return [(name: "access-control-allow-origin", value: "*")]
    }
    var headers = [(name: "vary", value: "origin")]
    guard let origin = request.firstValue(of: "origin"), origins?.contains(origin) ?? true else {
      return headers
    }
    headers.append((name: "access-control-allow-origin", value: origin))
    if allowsCredentials { headers.append((name: "access-control-allow-credentials", value: "true")) }
    return headers
  }

  /// Returns the key that prevents the requesting page from reading the answer; nil if none does.
  func refusal(of request: PlanRequest) -> CORSRefusal? {
    if allowsNone { return .off }
    if let origins, let origin = request.firstValue(of: "origin"), !origins.contains(origin) {
      return .unlisted(origins)
    }
    if request.method == "OPTIONS" { return refusesPreflight ? .preflight : nil }
    return isMissingOnStream ? .stream : nil
  }

  /// Returns the CORS header fields that an answer does not set or omit itself. `Vary` is returned even if the answer sets it.
  func headers(
    for request: PlanRequest, beside headers: [(name: String, value: String)], omitted: Set<String>
  ) -> [(name: String, value: String)] {
    let said = Set(headers.map { $0.name.lowercased() }).subtracting(["vary"]).union(omitted)
    return self.headers(for: request).filter { !said.contains($0.name) }
  }
}

extension ProgramRun {
  /// Returns the answer to OPTIONS.
  mutating func preflight(_ cors: CORSRules, methods: [String]) throws(PlanFailure) -> PlainResponse {
    if cors.refusesPreflight { return PlainResponse(status: 403, headers: [], body: []) }
    let request = evaluation.request
    var headers = cors.headers(for: request)
    if headers.contains(where: { $0.name == "access-control-allow-origin" }) {
      headers.append((name: "access-control-allow-methods", value: methods.joined(separator: ", ")))
      if let asked = request.firstValue(of: "access-control-request-headers") {
        headers.append((name: "access-control-allow-headers", value: asked))
      }
      if let seconds = cors.preflight.maxAge {
        headers.append((name: "access-control-max-age", value: String(seconds)))
      }
    }
    let own = cors.preflight
    let said = Set(own.headers.map { $0.name.lowercased() }).union(own.omitted)
    headers.removeAll { said.contains($0.name) }
    for header in own.headers {
      headers.append((name: header.name, value: try field(header.name, header.value)))
    }
    var response = PlainResponse(status: own.status, headers: headers, body: [])
    response.omitted = own.omitted
    return response
  }
}

extension PlanRequest {
  /// Returns the value of the first field with that name (lower case).
  fileprivate func firstValue(of name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// The key of a scenario's `cors` that prevents a page of another origin from reading an answer.
package enum CORSRefusal: Sendable, Hashable {
  /// `cors: off`.
  case off
  /// `origins`, a list of these origins, which does not include the page's origin.
  case unlisted([String])
  /// `preflight: refuse`.
  case preflight
  /// `stream: missing`.
  case stream

  /// The key's name in messages.
  package var key: String {
    switch self {
    case .off: "cors: off"
    case .unlisted: "cors: origins"
    case .preflight: "cors: preflight"
    case .stream: "cors: stream"
    }
  }
}
