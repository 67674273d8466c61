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
