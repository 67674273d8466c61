/// Dates in header fields: IMF-fixdate of RFC 9110, 5.6.7.
///
///     Sun, 06 Nov 1994 08:49:37 GMT
package enum HTTPDate {
  /// - Parameter second: seconds since 1970.
  package static func text(second: Int64) -> String {
    let time = CivilTime(second: second)
    var text = Array(time.dayName.utf8.prefix(3))
    CivilTime.append(
      [
        (", ", time.day), (" " + time.monthName.prefix(3) + " ", time.year / 100), ("", time.year % 100),
        (" ", time.hour), (":", time.minute), (":", time.second),
      ], to: &text)
    text += " GMT".utf8
    return String(decoding: text, as: UTF8.self)
  }

  /// Seconds since 1970; nil if the text is not an IMF-fixdate. The two obsolete forms are nil, too, so that a condition on them is ignored.
  package static func seconds(_ text: String) -> Int? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
      let month = CivilTime.months.firstIndex(where: { $0.prefix(3) == parts[2] })
    else { return nil }
    let clock = parts[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3 else { return nil }
    return CivilTime.second(
      year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1], second: clock[2]
    ).map { Int($0) }
  }
}
