import MicroHTTP

/// What the log says of the request that a stream answers.
struct LoggedRequest: Sendable {
  let method: String
  let target: String
  let remoteAddress: String

  init(_ request: Request) {
    method = request.method.rawValue
    target = MaskedURL.text(request.target).escapedForLog
    remoteAddress = request.remoteAddress
  }
}
