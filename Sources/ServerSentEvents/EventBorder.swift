/// Tracks whether a stream is between two events, so that bytes sent next do not become part of an event that has begun.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream>
package struct EventBorder: Sendable {
  private var isLineStart = true
  private var isComment = false
  private var hasFields = false
  private var followsCarriageReturn = false

  package init() {}

  /// Whether the stream is between two events. Comments are not part of an event, so one does not change this.
  package var isReached: Bool { isLineStart && !hasFields }

  /// Takes the next bytes of the stream, which may be split anywhere.
  package mutating func pass(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { bytes in
      var index = 0
      while index < bytes.count {
        pass(bytes[index])
        index += 1
        // After its first byte, only the end of a line matters.
        if !isLineStart { index = EventLine.end(in: bytes, from: index) }
      }
    }
  }

  private mutating func pass(_ byte: UInt8) {
    if byte == ASCII.lineFeed, followsCarriageReturn {
      followsCarriageReturn = false
      return
    }
    followsCarriageReturn = byte == ASCII.carriageReturn
    if byte.isLineEnd {
      hasFields = isLineStart ? false : hasFields || !isComment
      isLineStart = true
    } else if isLineStart {
      isLineStart = false
      isComment = byte == ASCII.colon
    }
  }
}
