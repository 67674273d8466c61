/// The IDs in what is sent, as far as clients have to be told apart by them: a glance at the end of each write, and no parsing.
enum SentID {
  /// Bytes at the end of a write that are looked at.
  private static let reach = 256

  /// What stands for the last ID that a write sets; nil where none is seen. An event that is cut into several writes hides its ID.
  static func last(in bytes: [UInt8]) -> UInt64? {
    bytes.withUnsafeBytes { bytes in
      let low = max(bytes.count - reach, 0)
      var index = bytes.count - 3
      while index >= low {
        // "id:" at the beginning of a line.
        if bytes[index + 2] == 0x3A, bytes[index + 1] == 0x64, bytes[index] == 0x69,
          index == 0 || bytes[index - 1] == 0x0A || bytes[index - 1] == 0x0D
        {
          let value = bytes[(index + 3)...]
          let line = value.prefix { $0 != 0x0A && $0 != 0x0D }
          return number(of: line.first == 0x20 ? line.dropFirst() : line)
        }
        index -= 1
      }
      return nil
    }
  }

  /// What stands for an ID; never 0.
  static func number(of id: some Sequence<UInt8>) -> UInt64 { StableHash.of(id) | 1 }
}
