/// Which pages of other origins may read a stream.
/// <https://fetch.spec.whatwg.org/#http-cors-protocol>
struct CORSRules: Sendable {
  /// How a preflight that is allowed is answered.
  struct Preflight: Sendable {
    var status = 204
    /// Names as they are written.
    var headers: [(name: String, value: Template)] = []
    /// Names, in lower case, of fields that are left out.
    var omitted: Set<String> = []
    /// Seconds.
    var maxAge: UInt64?
  }

  /// nil: every origin.
  var origins: [String]?
  var allowsNone = false
  var allowsCredentials = false
  /// The page's origin stands in place of `*`.
  var namesOrigin = false
  var refusesPreflight = false
  var preflight = Preflight()
  /// The stream itself has no such headers, though a preflight is answered as if it had.
  var isMissingOnStream = false

  /// Header fields of a response to a request.
  func headers(for request: PlanRequest) -> [(name: String, value: String)] {
    guard !allowsNone else { return [] }
    let origin = request.headers.first { $0.name == "origin" }?.value
    if origins == nil, !allowsCredentials, !namesOrigin {
      return [(name: "access-control-allow-origin", value: "*")]
    }
    var headers = [(name: "vary", value: "origin")]
    guard let origin, origins?.contains(origin) ?? true else { return headers }
    headers.append((name: "access-control-allow-origin", value: origin))
    if allowsCredentials { headers.append((name: "access-control-allow-credentials", value: "true")) }
    return headers
  }

  /// Why a page may not read the answer, as words of the scenario that decide it; nil if it may.
  func refusal(of request: PlanRequest) -> CORSRefusal? {
    if allowsNone { return .off }
    let origin = request.headers.first { $0.name == "origin" }?.value
    if let origin, let origins, !origins.contains(origin) { return .unlisted(origins) }
    if request.method == "OPTIONS" { return refusesPreflight ? .preflight : nil }
    return isMissingOnStream ? .stream : nil
  }

  /// The same without the fields that an answer says itself, or leaves out: `Vary` adds up.
  func headers(
    for request: PlanRequest, beside headers: [(name: String, value: String)], omitted: Set<String>
  ) -> [(name: String, value: String)] {
    let said = Set(headers.map { $0.name.lowercased() }).subtracting(["vary"]).union(omitted)
    return self.headers(for: request).filter { !said.contains($0.name) }
  }
}

extension ProgramRun {
  /// The answer to OPTIONS.
  mutating func preflight(_ cors: CORSRules, methods: [String]) throws(PlanFailure) -> PlainResponse {
    if cors.refusesPreflight { return PlainResponse(status: 403, headers: [], body: []) }
    let request = evaluation.request
    var headers = cors.headers(for: request)
    if headers.contains(where: { $0.name == "access-control-allow-origin" }) {
      headers.append((name: "access-control-allow-methods", value: methods.joined(separator: ", ")))
      if let asked = request.headers.first(where: { $0.name == "access-control-request-headers" })?.value {
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

/// What in a scenario's own `cors` keeps a page of another origin from reading its answer.
package enum CORSRefusal: Sendable, Hashable {
  /// `cors: off`.
  case off
  /// `origins` names others: these.
  case unlisted([String])
  /// `preflight: refuse`.
  case preflight
  /// `stream: missing`.
  case stream

  /// The words of the scenario that say so.
  package var key: String {
    switch self {
    case .off: "cors: off"
    case .unlisted: "cors: origins"
    case .preflight: "cors: preflight"
    case .stream: "cors: stream"
    }
  }
}
