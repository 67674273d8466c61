/// Encodes bytes as gzip without compressing them: each call returns stored blocks.
///
/// A client of a compressing proxy sees only when bytes arrive and that they are gzip, and both are the same
/// here. RFC 1952, and RFC 1951, section 3.2.4.
struct GzipEncoder: Sendable {
  private var checksum: UInt32 = 0xFFFF_FFFF
  private var count: UInt32 = 0
  private var hasBegun = false

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }

  /// Returns the bytes as blocks that can be decoded as soon as they arrive.
  mutating func encode(_ bytes: [UInt8]) -> [UInt8] {
    var output = begin()
    var rest = bytes[...]
    while !rest.isEmpty {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      output += header(isLast: false, count: UInt16(block.count))
      output += block
    }
    for byte in bytes {
      checksum = Self.table[Int(UInt8(truncatingIfNeeded: checksum) ^ byte)] ^ checksum >> 8
    }
    count &+= UInt32(truncatingIfNeeded: bytes.count)
    return output
  }

  /// Returns the last block and the trailer.
  mutating func finish() -> [UInt8] {
    begin() + header(isLast: true, count: 0) + littleEndian(checksum ^ 0xFFFF_FFFF) + littleEndian(count)
  }

  private mutating func begin() -> [UInt8] {
    if hasBegun { return [] }
    hasBegun = true
    // Deflate, no flags, no time, no extra flags, system unknown.
    return [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0xFF]
  }

  private func header(isLast: Bool, count: UInt16) -> [UInt8] {
    [isLast ? 1 : 0] + littleEndian(count) + littleEndian(~count)
  }

  private func littleEndian<T: FixedWidthInteger & UnsignedInteger>(_ value: T) -> [UInt8] {
    stride(from: 0, to: T.bitWidth, by: 8).map { UInt8(truncatingIfNeeded: value >> T($0)) }
  }
}
