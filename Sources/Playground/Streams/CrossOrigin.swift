import HTTPTypes
import MicroHTTP

/// Lets pages of the origins on a list read streams (CORS).
///
/// <https://fetch.spec.whatwg.org/#http-cors-protocol>
struct CrossOrigin: Sendable {
  /// Exact origins, `http://localhost:3000`; `*` among them allows all.
  var allowedOrigins: [String]

  /// What a stream's response needs for the request's origin.
  func fields(for request: Request) -> HTTPFields {
    var fields: HTTPFields = [.vary: "Origin"]
    if let origin = allowed(request) {
      fields[.accessControlAllowOrigin] = origin
      fields[.accessControlExposeHeaders] = "X-Scenario-Seed, X-Stream-Id, Playground-Resume"
    }
    return fields
  }

  /// The answer to OPTIONS, a preflight or not.
  func preflight(_ request: Request, methods: [HTTPRequest.Method]) -> HTTPResult {
    let list = methods.map(\.rawValue).joined(separator: ", ")
    var fields: HTTPFields = [.allow: list, .vary: "Origin"]
    if let origin = allowed(request) {
      fields[.accessControlAllowOrigin] = origin
      fields[.accessControlAllowMethods] = list
      if let names = request.headerFields[.accessControlRequestHeaders] {
        fields[.accessControlAllowHeaders] = names
        fields[.vary] = "Origin, Access-Control-Request-Headers"
      }
      fields[.accessControlMaxAge] = "600"
    }
    return HTTPResult(status: 204, headerFields: fields)
  }

  private func allowed(_ request: Request) -> String? {
    guard let origin = request.headerFields[.origin] else { return nil }
    return allowedOrigins.contains(origin) || allowedOrigins.contains("*") ? origin : nil
  }
}
