/// A line of an event stream, divided as a client divides it.
///
///     data: Hello
///
/// The name ends at the first colon; without a colon, the whole line is the name. One space after the colon is not part of the value.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation>
package struct EventLine {
  private let name: ArraySlice<UInt8>
  package let value: ArraySlice<UInt8>

  /// - Parameter line: the bytes before a line end; not empty.
  package init(_ line: ArraySlice<UInt8>) {
    let colon = line.firstIndex(of: ASCII.colon) ?? line.endIndex
    name = line[..<colon]
    let rest = line[colon...].dropFirst()
    value = rest.first == ASCII.space ? rest.dropFirst() : rest
  }

  /// Nil if the standard does not define a field of this name.
  package var field: EventField? { EventField(rawValue: String(decoding: name, as: UTF8.self)) }

  package var text: String { String(decoding: value, as: UTF8.self) }

  /// Returns the index of the next LF or CR, or the number of bytes if there is none. Looks at eight bytes at a time.
  static func end(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highBits = ones << 7
    var index = start
    while index + 8 <= bytes.count {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let feeds = word ^ (ones &* UInt64(ASCII.lineFeed))
      let returns = word ^ (ones &* UInt64(ASCII.carriageReturn))
      // Sets the highest bit of each zero byte. A borrow may set others too, but only above a zero byte, so the lowest one is right.
      let zeros = ((feeds &- ones) & ~feeds | (returns &- ones) & ~returns) & highBits
      if zeros != 0 { return index + zeros.trailingZeroBitCount >> 3 }
      index += 8
    }
    while index < bytes.count, !bytes[index].isLineEnd { index += 1 }
    return index
  }
}

extension UInt8 {
  /// Whether it is LF or CR.
  @inlinable package var isLineEnd: Bool { self == 0x0A || self == 0x0D }
}
