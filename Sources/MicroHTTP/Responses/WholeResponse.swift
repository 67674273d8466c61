import HTTPTypes

/// The bytes of a whole response, for connections that are closed after it.
///
///     HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 4\r\n\r\n…
enum WholeResponse {
  /// - Parameters:
  ///   - date: the value of `Date`, unless the result has one.
  ///   - isHead: for a HEAD request: the body's length is given, but the body is not sent.
  static func bytes(_ result: HTTPResult, date: String, isHead: Bool = false) -> [UInt8] {
    var body: [UInt8] = []
    if case .bytes(let bytes) = result.body { body = bytes }
    var head = "HTTP/1.1 \(result.status) \(reasonPhrase(result.status))\r\n"
    if result.isDated, result.headerFields[.date] == nil { head += "Date: \(date)\r\n" }
    head += "Connection: close\r\nContent-Length: \(body.count)\r\n"
    for field in result.headerFields where !ownFields.contains(field.name) {
      head += "\(field.name.rawName): \(field.value)\r\n"
    }
    head += "\r\n"
    return Array(head.utf8) + (isHead ? [] : body)
  }

  /// Fields that the server always generates itself.
  static let ownFields: Set<HTTPField.Name> = [.contentLength, .transferEncoding, .connection]
}
