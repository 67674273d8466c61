import CMicrohttpd
import HTTPTypes
import TextForms

/// An error as a client reads it (RFC 9457).
///
///     HTTP/1.1 421 Misdirected Request
///     Content-Type: application/problem+json
///
///     {"type":"about:blank","title":"Misdirected Request","status":421,"detail":"…"}
package struct Problem: Sendable, Error {
  package var status: Int
  /// A title for the kind of problem; the status's reason phrase by default.
  package var title: String
  /// A sentence that tells a person what to do.
  package var detail: String
  /// A URI that names the kind of problem.
  package var type: String
  /// Further members, in order.
  package var extensions: [(name: String, value: JSONValue)]
  /// Further header fields: `Allow`, `Retry-After`.
  package var headerFields: HTTPFields

  package init(
    status: Int, title: String? = nil, detail: String, type: String = "about:blank",
    extensions: [(name: String, value: JSONValue)] = [], headerFields: HTTPFields = [:]
  ) {
    self.status = status
    self.title = title ?? reasonPhrase(status)
    self.detail = detail
    self.type = type
    self.extensions = extensions
    self.headerFields = headerFields
  }

  /// The problem as a response, which caches must not store.
  package var result: HTTPResult {
    var fields = headerFields
    fields[.contentType] = "application/problem+json"
    fields[.cacheControl] = "no-store"
    fields.set(.guardingPages)
    let members: [(name: String, value: JSONValue)] = [
      ("type", .string(type)), ("title", .string(title)), ("status", .int(status)),
      ("detail", .string(detail)),
    ]
    let json = JSONValue.object((members + extensions).map { .init(name: $0.name, value: $0.value) }).bytes
    return HTTPResult(status: status, headerFields: fields, body: .bytes(json + [UInt8(ascii: "\n")]))
  }
}

/// `Not Found` of 404.
func reasonPhrase(_ status: Int) -> String {
  guard let code = UInt32(exactly: status), let phrase = MHD_get_reason_phrase_for(code) else {
    return "Error"
  }
  return String(cString: phrase)
}
