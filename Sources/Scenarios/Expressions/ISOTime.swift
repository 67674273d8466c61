/// Times of day as ISO 8601 in UTC with milliseconds. Keeps the last second it has written.
///
///     2026-11-22T10:30:19.123Z
struct ISOTime: Sendable {
  private var second = Int64.min
  private var text: [UInt8] = []

  mutating func append(wall: Int64, to buffer: inout [UInt8]) {
    let (second, nanosecond) = CivilTime.split(wall)
    if second != self.second || text.isEmpty {
      self.second = second
      text.removeAll(keepingCapacity: true)
      CivilTime(second: second).appendDateAndTime(to: &text)
      text.append(UInt8(ascii: "."))
    }
    buffer.append(contentsOf: text)
    let millisecond = UInt8(truncatingIfNeeded: nanosecond / 10_000_000)
    let last = UInt8(truncatingIfNeeded: nanosecond / 1_000_000 % 10)
    buffer.append(0x30 + millisecond / 10)
    buffer.append(0x30 + millisecond % 10)
    buffer.append(0x30 + last)
    buffer.append(UInt8(ascii: "Z"))
  }
}
