/// Writes the fields of events as bytes of an event stream.
///
///     event: greeting\n
///     data: Hello\n
///     data: World\n
///     \n
///
/// Each value follows its colon and one space, so that a client, which removes one leading space, gets it whole.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream>
package struct EventEncoder: Sendable {
  private let lineEnd: [UInt8]

  package init(lineEnding: LineEnding = .lf) { lineEnd = lineEnding.bytes }

  /// Returns one line with a field. The value must be one line.
  package func line(_ field: EventField, _ value: String) -> [UInt8] {
    var line: [UInt8] = []
    append(field, value, to: &line)
    return line
  }

  /// Appends one `data` field per line; CR, LF and CRLF all end a line, so a client gets each of them as LF.
  package func appendData(_ bytes: some Sequence<UInt8>, to buffer: inout [UInt8]) {
    begin(.data, in: &buffer)
    appendLines(of: bytes, in: .data, to: &buffer)
    appendLineEnd(to: &buffer)
  }

  /// Appends one comment per line. Empty text gives a lone colon.
  ///
  ///     : keep-alive\n
  ///
  /// No blank line follows: with one, some clients treat the comment as an event without data.
  package func appendComment(_ text: String, to buffer: inout [UInt8]) {
    if text.isEmpty { buffer.append(ASCII.colon) } else { begin(.comment, in: &buffer) }
    appendLines(of: text.utf8, in: .comment, to: &buffer)
    appendLineEnd(to: &buffer)
  }

  /// U+FEFF, which a client removes from the beginning of a stream and nowhere else.
  package static var byteOrderMark: [UInt8] { ASCII.byteOrderMark }

  /// Appends a line end; after another line end, it makes the blank line that dispatches an event.
  package func appendLineEnd(to buffer: inout [UInt8]) { buffer += lineEnd }

  /// Appends what precedes a field's value: its name, a colon and a space.
  package func begin(_ field: EventField, in buffer: inout [UInt8]) {
    let prefix = field.prefix
    buffer.append(contentsOf: UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount))
  }

  /// Appends a whole line of a field. The value must be one line.
  package func append(_ field: EventField, _ value: String, to buffer: inout [UInt8]) {
    begin(field, in: &buffer)
    buffer += value.utf8
    appendLineEnd(to: &buffer)
  }

  /// Appends a value, one field per line. The caller has begun the first field, and must end the last line.
  package func appendLines(of bytes: some Sequence<UInt8>, in field: EventField, to buffer: inout [UInt8]) {
    bytes.withBytes { appendLines(in: $0, field, to: &buffer) }
  }

  private func appendLines(
    in bytes: UnsafeBufferPointer<UInt8>, _ field: EventField, to buffer: inout [UInt8]
  ) {
    // Nearly always, the value is one line.
    guard bytes.contains(where: { $0.isLineEnd }) else {
      buffer.append(contentsOf: bytes)
      return
    }
    var followsCarriageReturn = false
    for byte in bytes {
      switch byte {
      case ASCII.lineFeed where followsCarriageReturn:
        followsCarriageReturn = false
      case ASCII.lineFeed, ASCII.carriageReturn:
        followsCarriageReturn = byte == ASCII.carriageReturn
        appendLineEnd(to: &buffer)
        begin(field, in: &buffer)
      default:
        followsCarriageReturn = false
        buffer.append(byte)
      }
    }
  }
}

/// How a line of an event stream ends; a client accepts all three.
///
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream>
package enum LineEnding: String, Sendable, CaseIterable {
  case lf, cr, crlf

  package var bytes: [UInt8] {
    switch self {
    case .lf: [ASCII.lineFeed]
    case .cr: [ASCII.carriageReturn]
    case .crlf: [ASCII.carriageReturn, ASCII.lineFeed]
    }
  }
}
