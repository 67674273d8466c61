import HTTPTypes
import MicroHTTP
import TextForms

extension HTTPResult {
  /// An `application/problem+json` response, with a detail that explains the problem and the remedy.
  ///
  ///     {"type":"about:blank","title":"Not Found","status":404,"detail":"No scenario is named 'conter'. Did you mean 'counter'?"}
  ///
  /// <https://www.rfc-editor.org/rfc/rfc9457>
  static func problem(
    _ status: HTTPResponse.Status, _ detail: String, _ members: [JSONValue.Member] = [],
    headerFields: HTTPFields = [:]
  ) -> HTTPResult {
    let body: JSONValue = [
      "type": "about:blank", "title": .string(status.reasonPhrase), "status": .int(status.code),
      "detail": .string(detail),
    ]
    var fields = headerFields
    fields[.contentType] = "application/problem+json"
    fields[.cacheControl] = "no-store"
    fields.set(.guardingPages)
    return HTTPResult(
      status: status.code, headerFields: fields, body: .bytes(body.adding(.object(members)).bytes))
  }

  /// 405 with the methods that the address supports.
  static func methodNotAllowed(_ request: Request, allowed: [HTTPRequest.Method]) -> HTTPResult {
    let list = allowed.map(\.rawValue).joined(separator: ", ")
    return problem(
      .methodNotAllowed,
      "\(request.path.forSentence) takes \(list), not \(request.method.rawValue.forSentence).",
      headerFields: [.allow: list])
  }

  /// The response to OPTIONS where no cross-origin request is allowed anyway.
  static func options(_ allowed: [HTTPRequest.Method]) -> HTTPResult {
    HTTPResult(status: 204, headerFields: [.allow: allowed.map(\.rawValue).joined(separator: ", ")])
  }
}
