/// Writes events as bytes of an event stream.
///
///     event: greeting\n
///     data: Hello\n
///     data: World\n
///     \n
///
/// Each value follows its colon and one space, so that a client, which removes one leading space, gets it whole.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream>
public struct EventEncoder: Hashable, Sendable {
  public let lineEnding: LineEnding
  @usableFromInline let lineEndBytes: [UInt8]

  public init(lineEnding: LineEnding = .lf) {
    self.lineEnding = lineEnding
    lineEndBytes = lineEnding.bytes
  }

  /// Appends the event's fields and the blank line that dispatches it.
  public func append(_ event: ServerSentEvent, to buffer: inout [UInt8]) {
    if event.type != .message { append(event.type, to: &buffer) }
    if let id = event.id { append(id, to: &buffer) }
    if let retry = event.retry { append(retry, to: &buffer) }
    if let data = event.data { appendData(data.utf8, to: &buffer) }
    appendLineEnd(to: &buffer)
  }

  public func append(_ type: EventType, to buffer: inout [UInt8]) {
    buffer += "event: ".utf8
    buffer += type.text.utf8
    appendLineEnd(to: &buffer)
  }

  public func append(_ id: EventID, to buffer: inout [UInt8]) {
    buffer += "id: ".utf8
    buffer += id.text.utf8
    appendLineEnd(to: &buffer)
  }

  public func append(_ retry: ReconnectionTime, to buffer: inout [UInt8]) {
    buffer += "retry: ".utf8
    buffer += String(retry.milliseconds).utf8
    appendLineEnd(to: &buffer)
  }

  /// Appends one `data` field a line; CR, LF and CRLF all end a line, so a client gets each of them as LF.
  @inlinable
  public func appendData(_ bytes: some Sequence<UInt8>, to buffer: inout [UInt8]) {
    appendLines(of: bytes, prefix: "data: ", to: &buffer)
  }

  /// Appends one comment a line. Empty text gives a lone colon.
  ///
  ///     : keep-alive\n
  ///
  /// No blank line follows: with one, some clients take the comment for an event without data.
  public func appendComment(_ text: String, to buffer: inout [UInt8]) {
    if text.isEmpty {
      buffer.append(ASCII.colon)
      appendLineEnd(to: &buffer)
    } else {
      appendLines(of: text.utf8, prefix: ": ", to: &buffer)
    }
  }

  /// Appends U+FEFF, which a client removes from the beginning of a stream and nowhere else.
  @inlinable
  public func appendByteOrderMark(to buffer: inout [UInt8]) { buffer += ASCII.byteOrderMark }

  /// Ends a line; after a line end, makes the blank line that dispatches an event.
  @inlinable
  public func appendLineEnd(to buffer: inout [UInt8]) { buffer += lineEndBytes }

  @inlinable
  func appendLines(of bytes: some Sequence<UInt8>, prefix: StaticString, to buffer: inout [UInt8]) {
    func appendPrefix() {
      buffer.append(contentsOf: UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount))
    }
    appendPrefix()
    var followsCarriageReturn = false
    for byte in bytes {
      switch byte {
      case ASCII.lineFeed where followsCarriageReturn:
        followsCarriageReturn = false
      case ASCII.lineFeed, ASCII.carriageReturn:
        followsCarriageReturn = byte == ASCII.carriageReturn
        appendLineEnd(to: &buffer)
        appendPrefix()
      default:
        followsCarriageReturn = false
        buffer.append(byte)
      }
    }
    appendLineEnd(to: &buffer)
  }
}
