/// Times as text (RFC 3339, UTC, milliseconds).
package enum Timestamp {
  /// `2026-11-22T10:26:03.120Z`
  ///
  /// - Parameter nanoseconds: since 1970.
  package static func text(nanoseconds: Int64) -> String {
    var text: [UInt8] = []
    var time = ISOTime()
    time.append(wall: nanoseconds, to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}

/// Writes times as ISO 8601 in UTC with milliseconds. Caches the text of the last second it wrote.
///
///     2026-11-22T10:30:19.123Z
package struct ISOTime: Sendable {
  package static let length = 24

  private var second = Int64.min
  /// `2026-11-22T10:30:19.000Z`; the rest is unused.
  private var text = SIMD32<UInt8>()

  package init() {}

  /// - Parameter wall: nanoseconds since 1970.
  package mutating func append(wall: Int64, to buffer: inout [UInt8]) {
    withUnsafeBytes(of: text(wall: wall)) {
      buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[..<Self.length]))
    }
  }

  /// The text, in the first `length` bytes.
  package mutating func text(wall: Int64) -> SIMD32<UInt8> {
    let (second, nanosecond) = CivilTime.split(wall)
    if second != self.second { write(second) }
    let millisecond = UInt16(truncatingIfNeeded: nanosecond / 1_000_000)
    text[20] = 0x30 &+ UInt8(truncatingIfNeeded: millisecond / 100)
    text[21] = 0x30 &+ UInt8(truncatingIfNeeded: millisecond / 10 % 10)
    text[22] = 0x30 &+ UInt8(truncatingIfNeeded: millisecond % 10)
    return text
  }

  private mutating func write(_ second: Int64) {
    self.second = second
    var bytes: [UInt8] = []
    CivilTime(second: second).appendDateAndTime(to: &bytes)
    bytes.append(contentsOf: ".000Z".utf8)
    for (index, byte) in bytes.prefix(Self.length).enumerated() { text[index] = byte }
  }
}
