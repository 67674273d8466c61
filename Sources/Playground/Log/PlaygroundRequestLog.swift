import Logging
import MicroHTTP

/// The access log without the streams of scenarios: those who play them know more of them, and say it.
struct PlaygroundRequestLog: RequestLog {
  private let requests: LoggerRequestLog

  init(_ logger: Logger) { requests = LoggerRequestLog(logger) }

  func log(_ entry: RequestLogEntry) {
    switch entry {
    case .streamOpened(_, let record), .streamEnded(_, let record, _):
      if record.target.hasPrefix("/api/") { requests.log(entry) }
    case .request, .dropped: requests.log(entry)
    }
  }
}

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
