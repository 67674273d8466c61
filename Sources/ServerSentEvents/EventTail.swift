/// Finds the last event and the last ID in the bytes of an event stream. It searches only the end of the bytes, and does not parse them.
package enum EventTail {
  /// Returns the range of the last event, without the line ends after it. Its beginning is searched for in `reach` bytes before its end.
  package static func lastEvent(in bytes: [UInt8], reach: Int) -> Range<Int> {
    var end = bytes.count
    while end > 0, bytes[end - 1].isLineEnd { end -= 1 }
    var start = end
    while start > max(0, end - reach), !isBlankLine(before: start, in: bytes) { start -= 1 }
    return start..<end
  }

  /// Whether a blank line, and so an event, ends before this index.
  private static func isBlankLine(before index: Int, in bytes: [UInt8]) -> Bool {
    guard index >= 2, bytes[index - 1].isLineEnd else { return false }
    // CR LF is one line end.
    let isPair = bytes[index - 1] == ASCII.lineFeed && bytes[index - 2] == ASCII.carriageReturn
    let before = index - (isPair ? 3 : 2)
    return before >= 0 && bytes[before].isLineEnd
  }

  /// Returns the value of the last `id` field whose colon is among the last `reach` bytes; nil if there is none.
  package static func lastID(in bytes: [UInt8], reach: Int) -> ArraySlice<UInt8>? {
    let found: Range<Int>? = bytes.withUnsafeBytes { bytes in
      var found: Range<Int>?
      // The name and the line end before it may precede these bytes.
      let first = bytes.count - reach - 3
      var start = first < 0 ? 0 : EventLine.end(in: bytes, from: first) + 1
      while start < bytes.count {
        let end = EventLine.end(in: bytes, from: start)
        if start + 2 < end, bytes[start] == UInt8(ascii: "i"), bytes[start + 1] == UInt8(ascii: "d"),
          bytes[start + 2] == ASCII.colon
        {
          found = start..<end
        }
        start = end + 1
      }
      return found
    }
    return found.map { EventLine(bytes[$0]).value }
  }
}
