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
    bytes.withUnsafeBytes { bytes in
      var index = 0
      while index < bytes.count {
        pass(bytes[index])
        index += 1
        // Within a line only its end matters.
        if !isLineStart { index = Self.lineEnd(in: bytes, from: index) }
      }
    }
  }

  private mutating func pass(_ byte: UInt8) {
    if byte == 0x0A, followsCarriageReturn {
      followsCarriageReturn = false
      return
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

  /// Where the next line feed or carriage return is; the number of bytes if there is none. Eight bytes are looked at together.
  private static func lineEnd(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highBits = ones << 7
    var index = start
    while index + 8 <= bytes.count {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let feeds = word ^ (ones &* 0x0A)
      let returns = word ^ (ones &* 0x0D)
      // The highest bit of a byte is set where the byte is zero, and the lowest such byte is one.
      let zeros = ((feeds &- ones) & ~feeds | (returns &- ones) & ~returns) & highBits
      if zeros != 0 { return index + zeros.trailingZeroBitCount >> 3 }
      index += 8
    }
    while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
    return index
  }
}
