import TextForms

/// Formats points in time, always in UTC.
///
///     iso       2026-11-22T10:30:19.123Z
///     rfc1123   Sun, 22 Nov 2026 10:30:19 GMT
///     dd.MM.yyyy hh:mm
enum TimeFormat {
  /// The names of predefined formats.
  private static let named = ["unix", "unixMs", "iso", "date", "time", "rfc1123", "http"]

  /// Whether a format is a predefined one, or has only letters with a meaning outside apostrophes, and closes its apostrophes.
  static func isFormat(_ format: String) -> Bool {
    if named.contains(format) { return true }
    var isQuoted = false
    for byte in format.utf8 {
      if byte == UInt8(ascii: "'") {
        isQuoted.toggle()
      } else if !isQuoted, UnicodeScalar(byte).properties.isAlphabetic, byte < 0x80,
        !"yMdEHhmsS".utf8.contains(byte)
      {
        return false
      }
    }
    return !isQuoted
  }

  /// Formats `wall`, in nanoseconds since 1970, plus `offset`, in seconds.
  static func format(_ wall: Int64, offset: Double, _ format: String) -> Value {
    let shift = Int64(clamping: Value.saturate(offset * 1_000_000_000))
    let (sum, overflow) = wall.addingReportingOverflow(shift)
    let moment = overflow ? (shift < 0 ? Int64.min : .max) : sum
    let (second, nanosecond) = CivilTime.split(moment)
    switch format {
    case "unix": return .int(Int(clamping: second))
    case "unixMs": return .int(Int(clamping: second * 1_000 + nanosecond / 1_000_000))
    case "iso": return .string(Timestamp.text(nanoseconds: moment))
    case "date": return text("yyyy-MM-dd", second, nanosecond)
    case "time": return text("HH:mm:ss", second, nanosecond)
    case "rfc1123", "http": return .string(HTTPDate.text(second: second))
    default: return text(format, second, nanosecond)
    }
  }

  private static func text(_ pattern: String, _ second: Int64, _ nanosecond: Int64) -> Value {
    let civil = CivilTime(second: second)
    let bytes = Array(pattern.utf8)
    var result: [UInt8] = []
    var index = 0
    var isQuoted = false
    while index < bytes.count {
      let byte = bytes[index]
      var end = index + 1
      if byte == UInt8(ascii: "'") {
        if end < bytes.count, bytes[end] == byte {
          result.append(byte)
          end += 1
        } else {
          isQuoted.toggle()
        }
      } else if isQuoted {
        result.append(byte)
      } else {
        while end < bytes.count, bytes[end] == byte { end += 1 }
        append(byte, end - index, civil, nanosecond, to: &result)
      }
      index = end
    }
    return .string(String(decoding: result, as: UTF8.self))
  }

  /// Appends the text for a run of `count` equal letters. Characters without a meaning are appended unchanged.
  private static func append(
    _ letter: UInt8, _ count: Int, _ civil: CivilTime, _ nanosecond: Int64, to buffer: inout [UInt8]
  ) {
    let number: Int
    switch letter {
    case UInt8(ascii: "y"): number = count == 2 ? civil.year % 100 : civil.year
    case UInt8(ascii: "M") where count > 2:
      return buffer.append(contentsOf: civil.monthName.utf8.prefix(count == 3 ? 3 : .max))
    case UInt8(ascii: "M"): number = civil.month
    case UInt8(ascii: "d"): number = civil.day
    case UInt8(ascii: "E"):
      return buffer.append(contentsOf: civil.dayName.utf8.prefix(count <= 3 ? 3 : .max))
    case UInt8(ascii: "H"), UInt8(ascii: "h"): number = civil.hour
    case UInt8(ascii: "m"): number = civil.minute
    case UInt8(ascii: "s"): number = civil.second
    case UInt8(ascii: "S"):
      var fraction: [UInt8] = []
      NumberText.append(magnitude: UInt(nanosecond.magnitude), digits: 9, to: &fraction)
      return buffer.append(contentsOf: fraction.prefix(count))
    default: return buffer.append(contentsOf: repeatElement(letter, count: count))
    }
    NumberText.append(magnitude: number.magnitude, digits: min(count, 4), to: &buffer)
  }
}
