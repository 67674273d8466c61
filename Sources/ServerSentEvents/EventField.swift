/// The names of the fields that the standard defines; they are compared byte for byte.
///
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#processField>
package enum EventField: String, Sendable {
  case event, data, id, retry
  /// A line that begins with a colon.
  case comment = ""

  /// What precedes a value: the name, its colon, and the one space that a client removes.
  package var prefix: StaticString {
    switch self {
    case .event: "event: "
    case .data: "data: "
    case .id: "id: "
    case .retry: "retry: "
    case .comment: ": "
    }
  }
}

/// The value of a `retry` field: how long a client waits before it connects again.
///
///     retry: 3000\n
///
/// From 0 to 2⁵³−1 ms, the largest integer that JavaScript represents exactly.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#concept-event-stream-reconnection-time>
package struct ReconnectionTime: Hashable, Sendable {
  private static let maximum: UInt64 = 9_007_199_254_740_991

  package let milliseconds: UInt64

  /// Reads a field's value; nil unless it consists of ASCII digits. Numbers that are too large become the maximum.
  init?(fieldValue: some Sequence<UInt8>) {
    var total: UInt64 = 0
    var isEmpty = true
    for byte in fieldValue {
      guard ASCII.digits.contains(byte) else { return nil }
      isEmpty = false
      // At most 2⁵³−1 before each step, so ten times it plus nine stays far below 2⁶⁴.
      total = min(total * 10 + UInt64(byte - ASCII.digits.lowerBound), Self.maximum)
    }
    if isEmpty { return nil }
    milliseconds = total
  }
}

/// Why a client would read the value of an `event` or `id` field differently.
package enum FieldValueProblem: Sendable {
  /// CR or LF, which would end the field and start another.
  case lineEnd
  /// U+0000 NULL; clients ignore an `id` field with it.
  case null

  /// Finds the first problem of a value; nil if there is none.
  package init?(in value: some Sequence<UInt8>) {
    guard let problem = value.withBytes(Self.first(in:)) else { return nil }
    self = problem
  }

  private static func first(in bytes: UnsafeBufferPointer<UInt8>) -> FieldValueProblem? {
    for byte in bytes {
      if byte.isLineEnd { return .lineEnd }
      if byte == ASCII.null { return .null }
    }
    return nil
  }
}

extension Sequence<UInt8> {
  /// Calls `body` with the bytes as they are in memory: generic code is not specialized across modules, and would cost a call per byte.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    withContiguousStorageIfAvailable(body) ?? Array(self).withUnsafeBufferPointer(body)
  }
}

/// The bytes that have a meaning in an event stream.
enum ASCII {
  static let null: UInt8 = 0x00
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let colon: UInt8 = 0x3A
  static let digits: ClosedRange<UInt8> = 0x30...0x39
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
