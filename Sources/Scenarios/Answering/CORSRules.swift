/// Which pages of other origins may read a stream.
/// <https://fetch.spec.whatwg.org/#http-cors-protocol>
struct CORSRules: Sendable {
  /// nil: every origin.
  var origins: [String]?
  var allowsNone = false
  var allowsCredentials = false
  var refusesPreflight = false
  /// The stream itself has no such headers, though a preflight is answered as if it had.
  var isMissingOnStream = false

  /// Header fields of a response to a request.
  func headers(for request: PlanRequest) -> [(name: String, value: String)] {
    guard !allowsNone else { return [] }
    let origin = request.headers.first { $0.name == "origin" }?.value
    if origins == nil, !allowsCredentials { return [(name: "access-control-allow-origin", value: "*")] }
    var headers = [(name: "vary", value: "origin")]
    guard let origin, origins?.contains(origin) ?? true else { return headers }
    headers.append((name: "access-control-allow-origin", value: origin))
    if allowsCredentials { headers.append((name: "access-control-allow-credentials", value: "true")) }
    return headers
  }

  func preflight(_ request: PlanRequest, methods: [String]) -> PlainResponse {
    if refusesPreflight { return PlainResponse(status: 403, headers: [], body: []) }
    var headers = headers(for: request)
    if headers.contains(where: { $0.name == "access-control-allow-origin" }) {
      headers.append((name: "access-control-allow-methods", value: methods.joined(separator: ", ")))
      if let asked = request.headers.first(where: { $0.name == "access-control-request-headers" })?.value {
        headers.append((name: "access-control-allow-headers", value: asked))
      }
    }
    return PlainResponse(status: 204, headers: headers, body: [])
  }
}
