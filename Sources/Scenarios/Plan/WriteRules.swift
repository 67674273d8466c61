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

  /// The pieces, in order; none is empty.
  func cut(_ bytes: [UInt8]) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var start = 0
    for index in bytes.indices.dropFirst() where isCut(before: index, in: bytes) {
      pieces.append(Array(bytes[start..<index]))
      start = index
    }
    if start < bytes.count { pieces.append(Array(bytes[start...])) }
    return pieces
  }

  private func isCut(before index: Int, in bytes: [UInt8]) -> Bool {
    if let every, index.isMultiple(of: every) { return true }
    if offsets.contains(index) { return true }
    if cutsLineEnds, bytes[index] == 0x0A, bytes[index - 1] == 0x0D { return true }
    // Behind the first byte of a character that has more.
    return cutsCharacters && bytes[index - 1] >= 0xC0 && bytes[index] & 0xC0 == 0x80
  }
}
