/// Writes the contents of an entry into given memory. Bytes that do not fit are dropped.
struct EntryWriter {
  /// The most bytes of a number.
  static let longestNumber = 10

  private let memory: UnsafeMutableRawBufferPointer
  private var count = 0

  init(_ memory: UnsafeMutableRawBufferPointer) { self.memory = memory }

  var written: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

  /// The most bytes of a text.
  static func room(for text: String) -> Int { longestNumber + text.utf8.count }

  mutating func append(_ byte: UInt8) {
    guard count < memory.count else { return }
    memory[count] = byte
    count += 1
  }

  /// Appends seven bits a byte, lowest first (LEB128).
  mutating func append(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func append(_ number: Int) { append(UInt64(clamping: number)) }

  mutating func append(_ text: String) {
    append(text.utf8.count)
    for byte in text.utf8 { append(byte) }
  }

  /// Appends an optional text; nil differs from an empty one.
  mutating func append(_ text: String?) {
    append(text == nil ? 0 : 1)
    if let text { append(text) }
  }
}

/// Reads the format of `EntryWriter`; each method returns nil if too few bytes are left.
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
