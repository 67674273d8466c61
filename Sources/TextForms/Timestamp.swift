/// Moments as text (RFC 3339, in UTC, milliseconds).
package enum Timestamp {
  /// `2026-11-22T10:26:03.120Z`
  ///
  /// - Parameter nanoseconds: since 1970.
  package static func text(nanoseconds: Int64) -> String {
    let (second, nanosecond) = CivilTime.split(nanoseconds)
    var text: [UInt8] = []
    CivilTime(second: second).appendDateAndTime(to: &text)
    let milliseconds = String(1_000 + nanosecond / 1_000_000).utf8.dropFirst()
    return String(decoding: text + [UInt8(ascii: ".")] + milliseconds + [UInt8(ascii: "Z")], as: UTF8.self)
  }
}
