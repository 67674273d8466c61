/// A scenario's text, addressed by line and column.
///
/// Lines end with LF, CR or CRLF (YAML 1.2.2, section 5.4). A byte order mark is not part of a line where YAML allows it: at the
/// start of a document, and at the start of any line before the document's first content. The time to find a place or an
/// offset does not depend on the length of the line.
struct SourceText: Sendable {
  let bytes: [UInt8]
  /// The offsets of each line's bytes, without its line end.
  private let lines: [Range<Int>]
  /// For every 64th byte, the number of Unicode scalars that begin before it.
  private let counts: [Int]

  private static let stride = 64
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  init(bytes: [UInt8]) {
    self.bytes = bytes
    lines = Self.lines(of: bytes)
    var counts: [Int] = []
    counts.reserveCapacity(bytes.count / Self.stride + 1)
    var count = 0
    for (offset, byte) in bytes.enumerated() {
      if offset % Self.stride == 0 { counts.append(count) }
      if Self.beginsScalar(byte) { count += 1 }
    }
    if bytes.count % Self.stride == 0 { counts.append(count) }
    self.counts = counts
  }

  private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    var mayBeginDocument = true
    while true {
      if mayBeginDocument, bytes[start...].starts(with: byteOrderMark) { start += byteOrderMark.count }
      let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
      lines.append(start..<end)
      guard end < bytes.count else { return lines }
      mayBeginDocument =
        (mayBeginDocument && isComment(bytes[start..<end])) || bytes[start..<end] == [0x2E, 0x2E, 0x2E]
      start = end + lineBreakLength(in: bytes, at: end)
    }
  }

  /// Whether a line is blank or has only a comment.
  private static func isComment(_ line: ArraySlice<UInt8>) -> Bool {
    let first = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    return first == nil || first == UInt8(ascii: "#")
  }

  var lineCount: Int { lines.count }

  /// Returns the offsets of a line's bytes without its end; nil if there is no such line. Lines are counted from 1.
  func range(ofLine number: Int) -> Range<Int>? {
    lines.indices.contains(number - 1) ? lines[number - 1] : nil
  }

  /// Returns a line without its end, as text; empty if there is no such line.
  func line(_ number: Int) -> String { text(range(ofLine: number) ?? 0..<0) }

  /// Returns at most `count` Unicode scalars of the line around a place, and the position of the place among them, from 1.
  func excerpt(around place: SourceLocation, count: Int) -> (text: String, caret: Int) {
    guard let line = range(ofLine: place.line) else { return ("", 1) }
    let length = scalars(before: line.upperBound) - scalars(before: line.lowerBound)
    let caret = min(max(place.column, 1), length + 1)
    let start = max(0, min(caret - count / 2, length - count))
    let first = offset(of: SourceLocation(line: place.line, column: start + 1))
    let last = offset(of: SourceLocation(line: place.line, column: start + count + 1))
    return (text(first..<last), caret - start)
  }

  /// Returns the byte offset of a place. A column past its line gives the end of the line; a line past the last, the end of the text.
  func offset(of location: SourceLocation) -> Int {
    guard let line = range(ofLine: location.line) else { return bytes.count }
    guard location.column > 1 else { return line.lowerBound }
    let (wanted, overflow) = scalars(before: line.lowerBound).addingReportingOverflow(location.column - 1)
    return overflow ? line.upperBound : min(offset(ofScalar: wanted), line.upperBound)
  }

  func location(ofOffset offset: Int) -> SourceLocation {
    var low = 0
    var high = lines.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if lines[middle].lowerBound <= offset { low = middle } else { high = middle }
    }
    let start = lines[low].lowerBound
    let end = min(max(offset, start), bytes.count)
    return SourceLocation(line: low + 1, column: scalars(before: end) - scalars(before: start) + 1)
  }

  /// Returns the number of bytes of the line break at `index`, which must be within the text; 0 if there is no line break.
  func lineBreakLength(at index: Int) -> Int { Self.lineBreakLength(in: bytes, at: index) }

  /// The number of bytes from the start that are valid UTF-8.
  var validLength: Int {
    var decoder = UTF8()
    var rest = bytes.makeIterator()
    var length = 0
    while case .scalarValue(let scalar) = decoder.decode(&rest) { length += UTF8.width(scalar) }
    return length
  }

  /// Returns the offset after the Unicode scalar at `offset`.
  func scalarEnd(after offset: Int) -> Int {
    var end = offset + 1
    while end < bytes.count, !Self.beginsScalar(bytes[end]) { end += 1 }
    return end
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private func scalars(before offset: Int) -> Int {
    let block = offset / Self.stride
    return counts[block] + bytes[(block * Self.stride)..<offset].count(where: Self.beginsScalar)
  }

  private func offset(ofScalar wanted: Int) -> Int {
    var low = 0
    var high = counts.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if counts[middle] <= wanted { low = middle } else { high = middle }
    }
    var count = counts[low]
    for offset in (low * Self.stride)..<bytes.count where Self.beginsScalar(bytes[offset]) {
      if count == wanted { return offset }
      count += 1
    }
    return bytes.count
  }

  private static func beginsScalar(_ byte: UInt8) -> Bool { byte & 0b1100_0000 != 0b1000_0000 }

  private static func lineBreakLength(in bytes: [UInt8], at index: Int) -> Int {
    switch bytes[index] {
    case 0x0A: 1
    case 0x0D: index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
    default: 0
    }
  }
}
