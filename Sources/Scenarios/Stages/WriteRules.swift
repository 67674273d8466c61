/// How bytes become writes.
struct WriteRules: Sendable {
  /// Bytes in one write, at most.
  var every: Int?
  /// Offsets at which bytes that are sent together are cut.
  var offsets: Set<Int> = []
  var cutsCharacters = false
  var cutsLineEnds = false
  /// Events in one write.
  var events = 1
  /// Between the writes of what is sent together.
  var pace: Delay?

  /// Where the write ends that begins at a position.
  func end(of bytes: [UInt8], from start: Int) -> Int {
    guard start < bytes.count else { return bytes.count }
    return (start + 1..<bytes.count).first { isCut(before: $0, in: bytes) } ?? bytes.count
  }

  private func isCut(before index: Int, in bytes: [UInt8]) -> Bool {
    if let every, index.isMultiple(of: every) { return true }
    if offsets.contains(index) { return true }
    if cutsLineEnds, bytes[index] == 0x0A, bytes[index - 1] == 0x0D { return true }
    // Behind the first byte of a character that has more.
    return cutsCharacters && bytes[index - 1] >= 0xC0 && bytes[index] & 0xC0 == 0x80
  }
}
