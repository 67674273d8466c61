/// Writes strings as JSON.
///
///     say "hi"  →  "say \"hi\""
///
/// Escapes only what JSON requires: the quotation mark, the reverse solidus and U+0000 to U+001F.
/// <https://www.rfc-editor.org/rfc/rfc8259#section-7>
package enum JSONString {
  package static func appendQuoted(_ text: String, to buffer: inout [UInt8]) {
    buffer.append(UInt8(ascii: "\""))
    appendEscaped(text, to: &buffer)
    buffer.append(UInt8(ascii: "\""))
  }

  package static func appendEscaped(_ text: String, to buffer: inout [UInt8]) {
    let done: Void? = text.utf8.withContiguousStorageIfAvailable { appendEscaped(bytes: $0, to: &buffer) }
    if done == nil { appendEscaped(bytes: Array(text.utf8), to: &buffer) }
  }

  package static func appendEscaped(bytes: [UInt8], to buffer: inout [UInt8]) {
    bytes.withUnsafeBufferPointer { appendEscaped(bytes: $0, to: &buffer) }
  }

  private static func appendEscaped(bytes: UnsafeBufferPointer<UInt8>, to buffer: inout [UInt8]) {
    var start = 0
    var index = 0
    let raw = UnsafeRawBufferPointer(bytes)
    while index < bytes.count {
      while index + 8 <= raw.count, !needsEscape(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) {
        index += 8
      }
      guard index < bytes.count else { break }
      let byte = bytes[index]
      if byte >= 0x20, byte != 0x22, byte != 0x5C {
        index += 1
        continue
      }
      if start < index { buffer.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index])) }
      index += 1
      start = index
      appendEscape(of: byte, to: &buffer)
    }
    if start == 0 {
      buffer.append(contentsOf: bytes)
    } else if start < bytes.count {
      buffer.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
    }
  }

  /// Whether any of the word's eight bytes must be escaped (Warren, "Hacker's Delight", 6-1).
  private static func needsEscape(_ word: UInt64) -> Bool {
    let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    let (quotation, solidus) = (word ^ (ones &* 0x22), word ^ (ones &* 0x5C))
    let control = (word &- ones &* 0x20) & ~word
    return (control | (quotation &- ones) & ~quotation | (solidus &- ones) & ~solidus) & tops != 0
  }

  private static func appendEscape(of byte: UInt8, to buffer: inout [UInt8]) {
    buffer.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: buffer.append(UInt8(ascii: "b"))
    case 0x09: buffer.append(UInt8(ascii: "t"))
    case 0x0A: buffer.append(UInt8(ascii: "n"))
    case 0x0C: buffer.append(UInt8(ascii: "f"))
    case 0x0D: buffer.append(UInt8(ascii: "r"))
    case 0x22, 0x5C: buffer.append(byte)
    default:
      buffer.append(contentsOf: "u00".utf8)
      buffer.append(Hex.digit(byte >> 4))
      buffer.append(Hex.digit(byte))
    }
  }
}
