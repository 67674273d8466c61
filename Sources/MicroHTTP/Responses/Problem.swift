import CMicrohttpd
import HTTPTypes

/// An error as a client reads it (RFC 9457).
///
///     HTTP/1.1 421 Misdirected Request
///     Content-Type: application/problem+json
///
///     {"type":"about:blank","title":"Misdirected Request","status":421,"detail":"…"}
public struct Problem: Sendable, Error {
  public var status: Int
  /// The kind of the problem: the status's own phrase unless said otherwise.
  public var title: String
  /// A sentence that a person can act on.
  public var detail: String
  /// A URI that names the kind of problem.
  public var type: String
  /// Further members, in order.
  public var extensions: [(name: String, value: ProblemValue)]
  /// Further header fields: `Allow`, `Retry-After`.
  public var headerFields: HTTPFields

  public init(
    status: Int, title: String? = nil, detail: String, type: String = "about:blank",
    extensions: [(name: String, value: ProblemValue)] = [], headerFields: HTTPFields = [:]
  ) {
    self.status = status
    self.title = title ?? reasonPhrase(status)
    self.detail = detail
    self.type = type
    self.extensions = extensions
    self.headerFields = headerFields
  }

  /// As a response; it is never stored by a cache.
  public var result: HTTPResult {
    var fields = headerFields
    fields[.contentType] = "application/problem+json"
    fields[.cacheControl] = "no-store"
    fields.set(.guardingPages)
    var json: [UInt8] = []
    let members: [(name: String, value: ProblemValue)] = [
      ("type", .string(type)), ("title", .string(title)), ("status", .integer(status)),
      ("detail", .string(detail)),
    ]
    ProblemValue.object(members + extensions).write(to: &json)
    json.append(UInt8(ascii: "\n"))
    return HTTPResult(status: status, headerFields: fields, body: .bytes(json))
  }
}

/// `Not Found` of 404.
func reasonPhrase(_ status: Int) -> String {
  guard let code = UInt32(exactly: status), let phrase = MHD_get_reason_phrase_for(code) else {
    return "Error"
  }
  return String(cString: phrase)
}
