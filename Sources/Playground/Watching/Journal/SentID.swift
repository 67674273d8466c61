import Platform

/// Finds the last ID in what is sent, to tell clients apart: it looks at the end of each write and parses nothing.
enum SentID {
  /// The bytes at the end of a write that are searched.
  private static let reach = 256

  /// Returns a number for the last ID that a write sets; nil if none is found. The ID of an event that is split over writes is not found.
  static func last(in bytes: [UInt8]) -> UInt64? {
    bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return nil }
      var found: Int?
      var index = max(bytes.count - reach, 0)
      while index < bytes.count, let colon = memchr(start + index, 0x3A, bytes.count - index) {
        index = UnsafeRawPointer(colon) - start + 1
        if isName(before: index, in: bytes) { found = index }
      }
      guard let found else { return nil }
      let line = bytes[found...].prefix { $0 != 0x0A && $0 != 0x0D }
      return number(of: line.first == 0x20 ? line.dropFirst() : line)
    }
  }

  /// Whether "id:" at the beginning of a line ends before this index.
  private static func isName(before index: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
    guard index >= 3, bytes[index - 2] == 0x64, bytes[index - 3] == 0x69 else { return false }
    return index == 3 || bytes[index - 4] == 0x0A || bytes[index - 4] == 0x0D
  }

  /// Returns a number that stands for an ID; never 0.
  static func number(of id: some Sequence<UInt8>) -> UInt64 { StableHash.of(id) | 1 }
}
