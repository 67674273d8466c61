import Logging
import MicroHTTP

/// The access log without streams: those who play them know more of them, and say it.
struct PlaygroundRequestLog: RequestLog {
  private let requests: LoggerRequestLog

  init(_ logger: Logger) { requests = LoggerRequestLog(logger) }

  func log(_ entry: RequestLogEntry) {
    switch entry {
    case .streamOpened, .streamEnded: break
    case .request, .dropped: requests.log(entry)
    }
  }
}
