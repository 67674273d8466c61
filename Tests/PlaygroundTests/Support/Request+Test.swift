import HTTPTypes
@testable import MicroHTTP
@testable import Playground

extension Request {
  static func test(
    _ method: HTTPRequest.Method = .get, _ target: String, headerFields: HTTPFields = [:], body: String = "",
    remoteAddress: String = "127.0.0.1"
  ) -> Request {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let path = String(parts.first ?? "")
    let query = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { pair in
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (name: String(sides.first ?? ""), value: String(sides.dropFirst().first ?? ""))
    }
    var fields = headerFields
    fields[.hostField] = "localhost:8000"
    if !body.isEmpty { fields[.contentLength] = String(body.utf8.count) }
    return Request(
      method: method, target: target, path: path, segments: path.split(separator: "/").map(String.init),
      query: query, headerFields: fields, body: Array(body.utf8), remoteAddress: remoteAddress,
      isHTTP10: false)
  }
}

extension Answer {
  /// The whole answer, waited for if need be; nil for a stream.
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
