import TextForms

/// Dates in header fields: IMF-fixdate of RFC 9110, 5.6.7.
///
///     Sun, 06 Nov 1994 08:49:37 GMT
enum HTTPDate {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// - Parameter seconds: since 1970.
  static func string(seconds: Int) -> String {
    let time = CivilTime(second: Int64(seconds))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = days.indices.contains(time.weekday) ? days[time.weekday] : ""
    let month = months.indices.contains(time.month - 1) ? months[time.month - 1] : ""
    return
      "\(day), \(two(time.day)) \(month) \(time.year) \(two(time.hour)):\(two(time.minute)):\(two(time.second)) GMT"
  }

  /// Seconds since 1970; nil if the text is not an IMF-fixdate. The two obsolete forms are nil, too, so that a condition on them is ignored.
  static func seconds(_ text: String) -> Int? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
      let month = months.firstIndex(of: String(parts[2]))
    else { return nil }
    let clock = parts[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3 else { return nil }
    return CivilTime.second(
      year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1], second: clock[2]
    ).map { Int($0) }
  }
}

/// The value of `Date`, formatted once a second.
///
/// <https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1>
struct DateField {
  private var second: Int64?
  private var text = ""

  /// - Parameter wall: nanoseconds since 1970.
  mutating func value(at wall: Int64) -> String {
    let now = CivilTime.split(wall).second
    if now != second {
      second = now
      text = HTTPDate.string(seconds: Int(clamping: now))
    }
    return text
  }
}
