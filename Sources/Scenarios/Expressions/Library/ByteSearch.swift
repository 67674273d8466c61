/// Finds a text in another in a time that grows with their lengths only (Knuth, Morris, Pratt, 1977).
struct ByteSearch {
  private let needle: [UInt8]
  /// For each byte of the needle, how much of its beginning ends there.
  private let borders: [Int]

  init(_ needle: [UInt8]) {
    self.needle = needle
    var borders = [Int](repeating: 0, count: needle.count)
    var length = 0
    for index in needle.indices.dropFirst() {
      while length > 0, needle[index] != needle[length] { length = borders[length - 1] }
      if needle[index] == needle[length] { length += 1 }
      borders[index] = length
    }
    self.borders = borders
  }

  /// Where the needle begins, at `start` or behind it.
  func first(in bytes: [UInt8], from start: Int = 0) -> Int? {
    guard start <= bytes.count else { return nil }
    if needle.isEmpty { return start }
    var length = 0
    for (index, byte) in bytes[start...].enumerated() {
      while length > 0, byte != needle[length] { length = borders[length - 1] }
      if byte == needle[length] { length += 1 }
      if length == needle.count { return start + index + 1 - length }
    }
    return nil
  }
}
