import ServerSentEvents
import TextForms

/// How the records of a stream are framed.
enum StreamFormat: String, Sendable, CaseIterable {
  /// <https://html.spec.whatwg.org/multipage/server-sent-events.html>
  case eventStream = "sse"
  /// One JSON value per line. <https://github.com/ndjson/ndjson-spec>
  case lines = "ndjson"
  /// A JSON value between RS and LF: RFC 7464.
  case sequence = "json-seq"
  /// The data alone, without any framing.
  case text

  private static let recordSeparator: UInt8 = 0x1E

  /// The media type; nil where the server's default applies.
  var contentType: String? {
    switch self {
    case .eventStream: nil
    case .lines: "application/x-ndjson"
    case .sequence: "application/json-seq"
    case .text: "text/plain; charset=utf-8"
    }
  }

  /// The bytes before each record.
  var opening: [UInt8] { self == .sequence ? [Self.recordSeparator] : [] }

  /// Returns bytes that a reader ignores; empty if the format has none.
  ///
  /// Parsers of NDJSON may ignore empty lines; several RS in a row count as one (RFC 7464, section 2.1).
  func heartbeat(lineEnding: LineEnding) -> [UInt8] {
    switch self {
    case .eventStream: EventEncoder(lineEnding: lineEnding).line(.comment, "keep-alive")
    case .lines: lineEnding.bytes
    case .sequence: [Self.recordSeparator]
    case .text: []
    }
  }

  /// Returns a note that is not one of the scenario's records: a comment, or a marked record in formats without comments.
  func note(_ text: String, lineEnding: LineEnding) -> [UInt8] {
    let line = SafeText.replacing(in: text, with: " ") { $0.value < 0x20 }
    switch self {
    case .eventStream: return EventEncoder(lineEnding: lineEnding).line(.comment, line)
    case .lines, .sequence:
      var bytes = opening
      Value.object(Value.Members([("playground", .string(line))])).appendJSON(to: &bytes)
      return bytes + lineEnding.bytes
    case .text: return Array("\n[\(line)]\n".utf8)
    }
  }
}
