/// A second of UTC as a calendar shows it (proleptic Gregorian, no leap seconds).
///
/// Days are turned into dates as in Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
struct CivilTime: Hashable, Sendable {
  var year: Int
  /// 1 to 12.
  var month: Int
  /// 1 to 31.
  var day: Int
  var hour: Int
  var minute: Int
  var second: Int
  /// 0 is Sunday.
  var weekday: Int

  /// Whole seconds and the nanoseconds behind them, of nanoseconds since 1970.
  static func split(_ wall: Int64) -> (second: Int64, nanosecond: Int64) {
    let (quotient, remainder) = wall.quotientAndRemainder(dividingBy: 1_000_000_000)
    return remainder < 0 ? (quotient - 1, remainder + 1_000_000_000) : (quotient, remainder)
  }

  /// Seconds since 1970; beyond the years of `Int64` nanoseconds they are held at the last one.
  init(second: Int64) {
    let bounded = Int(min(max(second, -62_135_596_800), 253_402_300_799))
    var days = bounded / 86_400
    var rest = bounded % 86_400
    if rest < 0 {
      rest += 86_400
      days -= 1
    }
    hour = rest / 3_600
    minute = rest / 60 % 60
    self.second = rest % 60
    weekday = ((days + 4) % 7 + 7) % 7
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Appends `2026-11-22`.
  func appendDate(to buffer: inout [UInt8]) {
    NumberText.append(magnitude: year.magnitude, digits: 4, to: &buffer)
    buffer.append(UInt8(ascii: "-"))
    NumberText.append(magnitude: month.magnitude, digits: 2, to: &buffer)
    buffer.append(UInt8(ascii: "-"))
    NumberText.append(magnitude: day.magnitude, digits: 2, to: &buffer)
  }

  /// Appends `10:30:19`.
  func appendTime(to buffer: inout [UInt8]) {
    NumberText.append(magnitude: hour.magnitude, digits: 2, to: &buffer)
    buffer.append(UInt8(ascii: ":"))
    NumberText.append(magnitude: minute.magnitude, digits: 2, to: &buffer)
    buffer.append(UInt8(ascii: ":"))
    NumberText.append(magnitude: second.magnitude, digits: 2, to: &buffer)
  }

  /// Appends `2026-11-22T10:30:19`.
  func appendDateAndTime(to buffer: inout [UInt8]) {
    appendDate(to: &buffer)
    buffer.append(UInt8(ascii: "T"))
    appendTime(to: &buffer)
  }
}
