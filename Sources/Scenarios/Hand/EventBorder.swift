/// Whether the bytes of a stream so far end between two events: nothing that follows would become a part of one.
///
/// Comments are no part of an event, so the border lasts behind them.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream>
package struct EventBorder: Sendable {
  private var isLineStart = true
  private var isComment = false
  private var hasFields = false
  private var followsCarriageReturn = false

  package init() {}

  package var isReached: Bool { isLineStart && !hasFields }

  package mutating func pass(_ bytes: ArraySlice<UInt8>) {
    for byte in bytes {
      if byte == 0x0A, followsCarriageReturn {
        followsCarriageReturn = false
        continue
      }
      followsCarriageReturn = byte == 0x0D
      if byte == 0x0A || byte == 0x0D {
        hasFields = isLineStart ? false : hasFields || !isComment
        isLineStart = true
      } else if isLineStart {
        isLineStart = false
        isComment = byte == UInt8(ascii: ":")
      }
    }
  }
}
