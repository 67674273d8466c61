import Glibc

/// Dates as header fields have them, IMF-fixdate of RFC 9110, 5.6.7.
///
///     Sun, 06 Nov 1994 08:49:37 GMT
enum HTTPDate {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  static var now: String { string(seconds: time(nil)) }

  /// - Parameter seconds: since 1970.
  static func string(seconds: Int) -> String {
    var seconds = seconds
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = days.indices.contains(Int(parts.tm_wday)) ? days[Int(parts.tm_wday)] : ""
    let month = months.indices.contains(Int(parts.tm_mon)) ? months[Int(parts.tm_mon)] : ""
    return
      "\(day), \(two(parts.tm_mday)) \(month) \(Int(parts.tm_year) + 1900) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
  }

  /// Seconds since 1970; nil of what is no IMF-fixdate. The two obsolete forms are read as nil, and a condition on them is ignored.
  static func seconds(_ text: String) -> Int? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int32(parts[1]),
      let month = months.firstIndex(of: String(parts[2])),
      let year = Int32(parts[3]), (1970...9999).contains(year), (1...31).contains(day)
    else { return nil }
    let clock = parts[4].split(separator: ":").compactMap { Int32($0) }
    guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
      (0...60).contains(clock[2])
    else {
      return nil
    }
    var time = tm()
    time.tm_mday = day
    time.tm_mon = Int32(month)
    time.tm_year = year - 1900
    time.tm_hour = clock[0]
    time.tm_min = clock[1]
    time.tm_sec = clock[2]
    return timegm(&time)
  }
}
