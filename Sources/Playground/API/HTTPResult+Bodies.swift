import FieldValues
import HTTPTypes
import MicroHTTP
import TextForms

extension HTTPResult {
  static func json(_ value: JSONValue, status: Int = 200, headerFields: HTTPFields = [:]) -> HTTPResult {
    json(bytes: value.bytes, status: status, headerFields: headerFields)
  }

  /// An `application/json` response with text that is already encoded.
  static func json(bytes: [UInt8], status: Int = 200, headerFields: HTTPFields = [:]) -> HTTPResult {
    var fields = headerFields
    if fields[.contentType] == nil { fields[.contentType] = "application/json" }
    if fields[.cacheControl] == nil { fields[.cacheControl] = "no-store" }
    fields[.xContentTypeOptions] = "nosniff"
    return HTTPResult(status: status, headerFields: fields, body: .bytes(bytes))
  }

  /// JSON for clients that poll: 304 without a body if the client already has the current version.
  ///
  /// <https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2>
  ///
  /// - Parameter type: a JSON media type.
  static func json(
    bytes: [UInt8], type: String = "application/json", entityTag: EntityTag, for request: Request
  ) -> HTTPResult {
    var fields: HTTPFields = [.eTag: entityTag.description, .cacheControl: "no-cache"]
    if let known = request.headerFields[.ifNoneMatch], EntityTagList(known).contains(entityTag) {
      return HTTPResult(status: 304, headerFields: fields)
    }
    fields[.contentType] = type
    return json(bytes: bytes, headerFields: fields)
  }

  /// A scenario's text, as it was written.
  static func yaml(_ source: String, entityTag: EntityTag? = nil, fileName: String? = nil) -> HTTPResult {
    bytes(
      source.utf8, type: "application/yaml; charset=utf-8", caching: "no-cache", entityTag: entityTag,
      fileName: fileName)
  }

  /// A response of any media type.
  ///
  /// - Parameter fileName: the name under which a browser saves the response; nil to let the browser display it.
  static func bytes(
    _ bytes: some Sequence<UInt8>, type: String, caching: String = "no-store", entityTag: EntityTag? = nil,
    fileName: String? = nil
  ) -> HTTPResult {
    var fields: HTTPFields = [
      .contentType: type, .cacheControl: caching, .xContentTypeOptions: "nosniff",
    ]
    if let entityTag { fields[.eTag] = entityTag.description }
    if let fileName { fields[.contentDisposition] = "attachment; filename=\"\(fileName)\"" }
    return HTTPResult(status: 200, headerFields: fields, body: .bytes(Array(bytes)))
  }

  /// 204 that sets a cookie in the browser, or deletes one.
  static func settingCookie(_ field: String) -> HTTPResult {
    HTTPResult(status: 204, headerFields: [.setCookie: field, .cacheControl: "no-store"])
  }
}
