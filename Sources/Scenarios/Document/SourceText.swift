/// A scenario's text by line and column.
///
/// Lines end where YAML 1.1 says they do (LF, CR, CRLF, NEL, LS, PS), so that places agree with libYAML's marks.
struct SourceText: Sendable {
  let bytes: [UInt8]
  private let lineStarts: [Int]

  init(bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
    var index = 0
    while index < bytes.count {
      let length = Self.lineBreakLength(in: bytes, at: index)
      index += max(length, 1)
      if length > 0 { starts.append(index) }
    }
    lineStarts = starts
  }

  var lineCount: Int { lineStarts.count }

  /// The line without its end, as text.
  func line(_ number: Int) -> String {
    guard let range = byteRange(ofLine: number) else { return "" }
    return String(decoding: bytes[range], as: UTF8.self)
  }

  /// The offset of a place; the end of the line for a column past it, the end of the text for a line past it.
  func offset(of location: SourceLocation) -> Int {
    guard let range = byteRange(ofLine: location.line) else { return bytes.count }
    var offset = range.lowerBound
    var column = 1
    while column < location.column, offset < range.upperBound {
      offset = scalarEnd(after: offset)
      column += 1
    }
    return min(offset, range.upperBound)
  }

  func location(ofOffset offset: Int) -> SourceLocation {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let start = lineStarts[low]
    let end = min(max(offset, start), bytes.count)
    let column = bytes[start..<end].count { $0 & 0b1100_0000 != 0b1000_0000 }
    return SourceLocation(line: low + 1, column: column + 1)
  }

  /// How many bytes the line break at `index` has; 0 when there is none.
  func lineBreakLength(at index: Int) -> Int { Self.lineBreakLength(in: bytes, at: index) }

  /// Where the scalar at `offset` ends.
  func scalarEnd(after offset: Int) -> Int {
    var end = offset + 1
    while end < bytes.count, bytes[end] & 0b1100_0000 == 0b1000_0000 { end += 1 }
    return end
  }

  private func byteRange(ofLine number: Int) -> Range<Int>? {
    guard number >= 1, number <= lineStarts.count else { return nil }
    let start = lineStarts[number - 1]
    var end = start
    while end < bytes.count, lineBreakLength(at: end) == 0 { end += 1 }
    return start..<end
  }

  private static func lineBreakLength(in bytes: [UInt8], at index: Int) -> Int {
    switch bytes[index] {
    case 0x0A: return 1
    case 0x0D: return index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
    case 0xC2: return index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 2 : 0
    case 0xE2:
      guard index + 2 < bytes.count, bytes[index + 1] == 0x80 else { return 0 }
      return bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9 ? 3 : 0
    default: return 0
    }
  }
}
