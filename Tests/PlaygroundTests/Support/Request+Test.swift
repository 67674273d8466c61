import HTTPTypes
import MicroHTTP

@testable import Playground

extension Request {
  static func test(
    _ method: HTTPRequest.Method = .get, _ target: String, headerFields: HTTPFields = [:], body: String = ""
  ) -> Request {
    var fields = headerFields
    fields[.known("Host")] = "localhost:8000"
    if !body.isEmpty { fields[.contentLength] = String(body.utf8.count) }
    return Request(method: method, target: target, headerFields: fields, body: Array(body.utf8))
  }
}

extension Answer {
  /// The whole response, for which it waits if necessary; nil for a stream.
  var result: HTTPResult? {
    get async {
      switch self {
      case .result(let result): result
      case .later(let work): await work()
      case .stream: nil
      }
    }
  }
}

extension HTTPResult {
  var text: String {
    if case .bytes(let bytes) = body { String(decoding: bytes, as: UTF8.self) } else { "" }
  }
}
