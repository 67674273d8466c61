import TextForms

/// The value of `Date`, written once a second: what is answered within one has copies of it.
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
