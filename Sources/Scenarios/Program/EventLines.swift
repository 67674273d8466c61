/// Divides text into the lines of an event stream: CR, LF and CRLF each end one.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream>
enum EventLines {
  /// Appends the lines, with the line ending and the prefix between them: not before the first, not after the last.
  static func append(
    _ bytes: some Sequence<UInt8>, prefix: String, lineEnding: [UInt8], to buffer: inout [UInt8]
  ) {
    let separator = lineEnding + Array(prefix.utf8)
    var followsCarriageReturn = false
    for byte in bytes {
      if byte == 0x0A, followsCarriageReturn {
        followsCarriageReturn = false
      } else if byte == 0x0A || byte == 0x0D {
        followsCarriageReturn = byte == 0x0D
        buffer.append(contentsOf: separator)
      } else {
        followsCarriageReturn = false
        buffer.append(byte)
      }
    }
  }
}
