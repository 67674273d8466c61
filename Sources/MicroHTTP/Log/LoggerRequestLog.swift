import Logging
import TextForms

/// Writes the access log with swift-log, one line per request:
///
///     GET /play/counter 200 stream 7 opened for 127.0.0.1
///     GET / 200 4711 bytes in 0.4 ms for ::1
package struct LoggerRequestLog: RequestLog {
  let logger: Logger

  package init(_ logger: Logger) {
    self.logger = logger
  }

  package func log(_ entry: RequestLogEntry) {
    switch entry {
    case .request(let record):
      logger.info(
        "\(Self.line(record)) \(record.bytes) bytes in \(DurationText.milliseconds(record.duration)) ms for \(record.remoteAddress)",
        metadata: Self.metadata(record))
    case .streamOpened(let id, let record):
      var metadata = Self.metadata(record)
      metadata["stream"] = "\(id)"
      logger.info("\(Self.line(record)) stream \(id) opened for \(record.remoteAddress)", metadata: metadata)
    case .streamEnded(let id, let record, let summary):
      var metadata = Self.metadata(record)
      metadata["stream"] = "\(id)"
      metadata["ended_by"] = "\(Self.name(summary.endedBy))"
      logger.info(
        "\(Self.line(record)) stream \(id) ended by \(Self.name(summary.endedBy)) after \(summary.bytes) bytes in \(DurationText.milliseconds(summary.duration)) ms for \(record.remoteAddress)",
        metadata: metadata)
    case .dropped(let count):
      logger.warning("\(count) lines of the access log were left out: more than the limit a second")
    }
  }

  private static func line(_ record: RequestRecord) -> String {
    "\(record.method) \(record.target) \(record.status == 0 ? "-" : String(record.status))"
  }

  private static func metadata(_ record: RequestRecord) -> Logger.Metadata {
    [
      "method": "\(record.method)", "target": "\(record.target)", "status": "\(record.status)",
      "bytes": "\(record.bytes)", "duration_ms": "\(DurationText.milliseconds(record.duration))",
      "remote": "\(record.remoteAddress)",
    ]
  }

  static func name(_ endedBy: StreamSummary.EndedBy) -> String {
    switch endedBy {
    case .producer(.complete): "its end"
    case .producer(.truncate): "truncation"
    case .producer(.reset): "reset"
    case .client: "the client"
    case .stalled: "a stall"
    case .command: "command"
    case .shutdown: "shutdown"
    }
  }
}
