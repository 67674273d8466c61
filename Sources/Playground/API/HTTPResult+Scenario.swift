import FieldValues
import HTTPTypes
import MicroHTTP

extension HTTPResult {
  /// A response with a scenario's text, as it was written.
  static func yaml(_ source: String, entityTag: EntityTag? = nil, fileName: String? = nil) -> HTTPResult {
    var fields: HTTPFields = [
      .contentType: "application/yaml; charset=utf-8", .cacheControl: "no-cache",
      .xContentTypeOptions: "nosniff",
    ]
    if let entityTag { fields[.eTag] = entityTag.description }
    if let fileName { fields[.contentDisposition] = "attachment; filename=\"\(fileName)\"" }
    return HTTPResult(status: 200, headerFields: fields, body: .bytes(Array(source.utf8)))
  }
}
