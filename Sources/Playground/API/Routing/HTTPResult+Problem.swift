import HTTPTypes
import MicroHTTP
import TextForms

extension HTTPResult {
  /// An `application/problem+json` response, with a detail that says what to do.
  ///
  ///     {"type":"about:blank","title":"Not Found","status":404,"detail":"No scenario is named 'conter'. Did you mean 'counter'?"}
  ///
  /// <https://www.rfc-editor.org/rfc/rfc9457>
  static func problem(
    _ status: HTTPResponse.Status, _ detail: String, _ members: [JSONValue.Member] = [],
    headerFields: HTTPFields = [:]
  ) -> HTTPResult {
    let body = JSONValue.object(
      [
        JSONValue.Member(name: "type", value: "about:blank"),
        JSONValue.Member(name: "title", value: .string(status.reasonPhrase)),
        JSONValue.Member(name: "status", value: .int(status.code)),
        JSONValue.Member(name: "detail", value: .string(detail)),
      ] + members)
    var fields = headerFields
    fields[.contentType] = "application/problem+json"
    fields[.cacheControl] = "no-store"
    fields.set(.guardingPages)
    return HTTPResult(status: status.code, headerFields: fields, body: .bytes(body.bytes))
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

extension String {
  /// The text with a period at its end, unless it already ends like a sentence.
  var asSentence: String { [".", "?", "!", "…"].contains { hasSuffix($0) } ? self : self + "." }

  /// Text from outside, shortened and without control characters, for use in a sentence.
  var forSentence: String { SafeText.shown(self) }

  /// At most 200 characters of the text, without anything that could begin another line or move a terminal's cursor.
  package var escapedForLog: String { SafeText.escaped(self) }
}
