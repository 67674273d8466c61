import Logging
import MicroHTTP

/// The access log without the streams of scenarios, which their players log in more detail.
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
