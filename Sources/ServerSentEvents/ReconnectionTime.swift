/// The value of a `retry` field: how long a client waits before it connects again.
///
///     retry: 3000\n
///
/// From 0 to 2⁵³−1 ms, which is what JavaScript holds exactly.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#concept-event-stream-reconnection-time>
public struct ReconnectionTime: Hashable, Comparable, Sendable {
  public static let maximum = ReconnectionTime(unchecked: 9_007_199_254_740_991)

  public let milliseconds: UInt64

  public init(milliseconds: UInt64) throws(InvalidFieldValue) {
    guard milliseconds <= Self.maximum.milliseconds else { throw .outOfRange }
    self.milliseconds = milliseconds
  }

  /// Reads a field's value; nil unless it is ASCII digits and nothing else. Numbers too large become `maximum`.
  init?(fieldValue: some Sequence<UInt8>) {
    var total: UInt64 = 0
    var isEmpty = true
    for byte in fieldValue {
      guard ASCII.digits.contains(byte) else { return nil }
      isEmpty = false
      // At most 2⁵³−1 before each step, so ten times it plus nine stays far below 2⁶⁴.
      total = min(total * 10 + UInt64(byte - ASCII.digits.lowerBound), Self.maximum.milliseconds)
    }
    if isEmpty { return nil }
    milliseconds = total
  }

  private init(unchecked milliseconds: UInt64) { self.milliseconds = milliseconds }

  public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
}
