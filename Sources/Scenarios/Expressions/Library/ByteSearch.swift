/// Finds a text in another in time linear in the sum of their lengths (Knuth, Morris, Pratt, 1977).
struct ByteSearch {
  private let needle: [UInt8]
  /// For each byte of the needle, the length of the longest proper prefix of the needle that ends there.
  private let borders: [Int32]
  /// Whether the needle may occur in the text.
  private let isInText: Bool

  init(_ needle: [UInt8], isInText: Bool = true) {
    self.needle = needle
    self.isInText = isInText
    var borders = [Int32](repeating: 0, count: needle.count)
    var length = 0
    for index in needle.indices.dropFirst() {
      while length > 0, needle[index] != needle[length] { length = Int(borders[length - 1]) }
      if needle[index] == needle[length] { length += 1 }
      borders[index] = Int32(truncatingIfNeeded: length)
    }
    self.borders = borders
  }

  /// Returns a search for a needle, and charges for creating it and for one pass through the text.
  static func charged(
    for needle: String, in text: String, _ e: inout Evaluation
  ) throws(EvaluationError) -> ByteSearch {
    // A needle that is longer than the text cannot occur in it.
    guard needle.utf8.count <= text.utf8.count else { return ByteSearch([], isInText: false) }
    try e.charge(1 + needle.utf8.count >> 3 + text.utf8.count >> 5)
    return ByteSearch(Array(needle.utf8))
  }

  /// Returns the offset of the needle's first occurrence at or after `start`; nil if there is none.
  ///
  /// Adds uncharged work to the turn's cost: the bytes that are compared one by one after an occurrence of the needle's first byte.
  func first(in bytes: [UInt8], from start: Int = 0, _ e: inout Evaluation) -> Int? {
    guard isInText, start <= bytes.count else { return nil }
    guard let first = needle.first else { return start }
    var length = 0
    var index = start
    var compared = 0
    defer { e.add(work: compared >> 3) }
    while index < bytes.count {
      if length == 0 {
        while index < bytes.count, bytes[index] != first { index += 1 }
        if index == bytes.count { return nil }
        length = 1
      } else {
        let byte = bytes[index]
        compared &+= 1
        while length > 0, byte != needle[length] { length = Int(borders[length - 1]) }
        if byte == needle[length] { length += 1 }
      }
      index += 1
      if length == needle.count { return index - length }
    }
    return nil
  }
}
