/// A second of UTC as a calendar date and a time of day (proleptic Gregorian, no leap seconds).
///
/// Days are converted to dates as in Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
package struct CivilTime: Hashable, Sendable {
  package var year: Int
  /// 1 to 12.
  package var month: Int
  /// 1 to 31.
  package var day: Int
  package var hour: Int
  package var minute: Int
  package var second: Int
  /// 0 is Sunday.
  package var weekday: Int

  /// Splits nanoseconds since 1970 into whole seconds, rounded down, and 0 to 999,999,999 nanoseconds.
  package static func split(_ wall: Int64) -> (second: Int64, nanosecond: Int64) {
    let (quotient, remainder) = wall.quotientAndRemainder(dividingBy: 1_000_000_000)
    return remainder < 0 ? (quotient - 1, remainder + 1_000_000_000) : (quotient, remainder)
  }

  /// - Parameter second: seconds since 1970, clamped to the years 1 to 9999.
  package init(second: Int64) {
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

  /// Returns the seconds since 1970; nil if a number is out of range (years 1970 to 9999). Days past a month's end fall into the next month.
  package static func second(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) -> Int64? {
    guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
    else { return nil }
    // Years begin in March here, so that the leap day is the last day of a year.
    let shifted = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    return Int64(days * 86_400 + hour * 3_600 + minute * 60 + second)
  }

  /// The names of the months, the first at index 0.
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]
  private static let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

  /// `November`
  package var monthName: String { Self.months.indices.contains(month - 1) ? Self.months[month - 1] : "" }

  /// `Sunday`
  package var dayName: String { Self.days.indices.contains(weekday) ? Self.days[weekday] : "" }

  /// Appends `2026-11-22T10:30:19`.
  func appendDateAndTime(to buffer: inout [UInt8]) {
    Self.append(
      [
        ("", year / 100), ("", year % 100), ("-", month), ("-", day), ("T", hour), (":", minute),
        (":", second),
      ], to: &buffer)
  }

  /// Appends each mark, and its number with two digits.
  static func append(_ parts: [(mark: String, number: Int)], to buffer: inout [UInt8]) {
    for (mark, number) in parts {
      buffer += mark.utf8
      buffer.append(0x30 + UInt8(truncatingIfNeeded: number / 10 % 10))
      buffer.append(0x30 + UInt8(truncatingIfNeeded: number % 10))
    }
  }
}
