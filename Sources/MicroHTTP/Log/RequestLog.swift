import TextForms

/// Receives the entries of the access log. Called on the loops' threads: it must not block.
package protocol RequestLog: Sendable {
  func log(_ entry: RequestLogEntry)
}

/// One line of the access log.
package enum RequestLogEntry: Sendable {
  /// A request was answered, or refused.
  case request(RequestRecord)
  /// A stream's head is about to be sent.
  case streamOpened(StreamID, RequestRecord)
  case streamEnded(StreamID, RequestRecord, StreamSummary)
  /// How many entries were left out to keep within the limit of lines a second.
  case dropped(Int)
}

package struct RequestRecord: Sendable {
  /// `-` if the head could not be read.
  package var method: String
  /// Without secrets (`MaskedURL`), escaped so that it cannot begin a new line, and cut at 200 characters.
  package var target: String
  /// 0 if the connection was closed without an answer.
  package var status: Int
  /// Bytes of the body.
  package var bytes: UInt64
  /// Nanoseconds from the head to the end of the answer.
  package var duration: UInt64
  package var remoteAddress: String

  init(
    method: String, target: String, status: Int, bytes: UInt64 = 0, duration: UInt64 = 0,
    remoteAddress: String
  ) {
    self.method = method
    self.target = Self.escaped(MaskedURL.text(target))
    self.status = status
    self.bytes = bytes
    self.duration = duration
    self.remoteAddress = remoteAddress
  }

  /// Keeps printable ASCII except spaces, and writes anything else in the form `\u{a}`.
  static func escaped(_ text: String, limit: Int = 200) -> String {
    SafeText.escaped(text, limit: limit) { $0.value > 0x20 && $0.value < 0x7F }
  }
}
