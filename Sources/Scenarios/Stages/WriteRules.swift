/// The rules by which bytes are divided into writes.
struct WriteRules: Sendable {
  /// The most bytes in one write.
  var every: Int?
  /// Offsets at which bytes that are sent together are cut, in ascending order.
  var offsets: [Int] = []
  var cutsCharacters = false
  var cutsLineEnds = false
  /// Events in one write.
  var events = 1
  /// The pause between the writes of one piece.
  var pace: Delay?

  /// Returns the end of the write that begins at `start`.
  func end(of bytes: [UInt8], from start: Int) -> Int {
    guard start < bytes.count else { return bytes.count }
    var end = bytes.count
    if let every, every > 0 { end = min(end, (start / every + 1) * every) }
    end = min(end, firstOffset(behind: start))
    guard cutsLineEnds || cutsCharacters else { return end }
    // Only these two rules depend on the bytes themselves.
    return bytes.withUnsafeBufferPointer { bytes in
      var index = start + 1
      while index < end, !isCut(before: index, in: bytes) { index += 1 }
      return index
    }
  }

  /// Returns the first offset greater than `start`; `.max` if there is none.
  private func firstOffset(behind start: Int) -> Int {
    var (low, high) = (0, offsets.count)
    while low < high {
      let middle = low + (high - low) / 2
      if offsets[middle] > start { high = middle } else { low = middle + 1 }
    }
    return low < offsets.count ? offsets[low] : .max
  }

  private func isCut(before index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if cutsLineEnds, bytes[index] == 0x0A, bytes[index - 1] == 0x0D { return true }
    // After the first byte of a multi-byte character.
    return cutsCharacters && bytes[index - 1] >= 0xC0 && bytes[index] & 0xC0 == 0x80
  }
}
