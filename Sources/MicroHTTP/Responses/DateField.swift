import TextForms

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
      text = HTTPDate.text(second: now)
    }
    return text
  }
}
