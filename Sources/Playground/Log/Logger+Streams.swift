import Logging
import MicroHTTP
import TextForms

/// The parts of a stream's request that the log shows.
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

extension Logger {
  /// `GET /play/counter 200: stream 7 of counter opened for 127.0.0.1, attempt 2, after 41`
  func streamOpened(
    _ id: StreamID, of source: String, request: LoggedRequest, status: Int,
    _ details: @autoclosure () -> [(name: String, value: String)]
  ) {
    guard writesInfo else { return }
    var metadata: Metadata = Self.metadata(id, source, request)
    metadata["status"] = "\(status)"
    var text = ""
    for (name, value) in details() where !value.isEmpty {
      metadata[name] = "\(value.escapedForLog)"
      text += ", \(name) \(value.escapedForLog)"
    }
    info(
      "\(request.method) \(request.target) \(status): stream \(id) of \(source) opened for \(request.remoteAddress)\(text)",
      metadata: metadata)
  }

  /// `stream 7 of counter ended by the client after 12 events, 1042 bytes, 24012.3 ms`
  func streamEnded(
    _ id: StreamID, of source: String, request: LoggedRequest, events: Int, summary: StreamSummary
  ) {
    guard writesInfo else { return }
    var metadata: Metadata = Self.metadata(id, source, request)
    metadata["events"] = "\(events)"
    metadata["bytes"] = "\(summary.bytes)"
    metadata["duration_ms"] = "\(DurationText.milliseconds(summary.duration))"
    metadata["ended_by"] = "\(summary.endedBy.name)"
    info(
      "stream \(id) of \(source) ended by \(summary.endedBy.name) after \(events) events, \(summary.bytes) bytes, \(DurationText.milliseconds(summary.duration)) ms",
      metadata: metadata)
  }

  /// `stream 7 of counter computes without sending: line 12`
  func streamComputes(_ id: StreamID, of source: String, line: Int) {
    warning(
      "stream \(id) of \(source) computes without sending: line \(line)",
      metadata: ["stream": "\(id)", "scenario": "\(source)", "line": "\(line)"])
  }

  private var writesInfo: Bool {
    logLevel <= .info && (handler as? PlaygroundLogHandler)?.hasRoom ?? true
  }

  private static func metadata(_ id: StreamID, _ source: String, _ request: LoggedRequest) -> Metadata {
    [
      "stream": "\(id)", "scenario": "\(source)", "target": "\(request.target)",
      "remote": "\(request.remoteAddress)",
    ]
  }
}

extension StreamSummary.EndedBy {
  /// The text after "ended by" in the log.
  var name: String {
    switch self {
    case .producer(.complete): "its scenario"
    case .producer(.truncate): "its scenario (truncated)"
    case .producer(.reset): "its scenario (reset)"
    case .client: "the client"
    case .stalled: "the server, as the client did not read,"
    case .command: "command"
    case .shutdown: "the server's shutdown"
    }
  }
}
