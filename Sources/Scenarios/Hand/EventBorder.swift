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

  package mutating func pass(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { bytes in
      var index = 0
      while index < bytes.count {
        pass(bytes[index])
        index += 1
        // After its first byte, only the end of a line matters.
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
    if byte.isLineEnd {
      hasFields = isLineStart ? false : hasFields || !isComment
      isLineStart = true
    } else if isLineStart {
      isLineStart = false
      isComment = byte == UInt8(ascii: ":")
    }
  }

  /// Returns the index of the next LF or CR, or the number of bytes if there is none. Looks at eight bytes at a time.
  private static func lineEnd(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highBits = ones << 7
    var index = start
    while index + 8 <= bytes.count {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let feeds = word ^ (ones &* 0x0A)
      let returns = word ^ (ones &* 0x0D)
      // Sets the highest bit of each zero byte. A borrow may set others too, but only above a zero byte, so the lowest one is right.
      let zeros = ((feeds &- ones) & ~feeds | (returns &- ones) & ~returns) & highBits
      if zeros != 0 { return index + zeros.trailingZeroBitCount >> 3 }
      index += 8
    }
    while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
    return index
  }
}
