/// Reads what `EntryWriter` wrote; each method returns nil if too few bytes are left.
struct EntryReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// The bytes that were not read yet.
  var rest: ArraySlice<UInt8> { bytes[position...] }

  mutating func byte() -> UInt8? {
    guard position < bytes.endIndex else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func number() -> UInt64? {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = byte(), shift < 64 {
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
    return nil
  }

  mutating func integer() -> Int? { number().map { Int(clamping: $0) } }

  /// Returns the next `count` bytes.
  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= bytes.endIndex - position else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }

  mutating func text() -> String? {
    guard let count = integer(), let bytes = take(count) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  mutating func optionalText() -> String?? {
    guard let isThere = byte() else { return nil }
    guard isThere == 1 else { return .some(nil) }
    guard let text = text() else { return nil }
    return .some(text)
  }
}
