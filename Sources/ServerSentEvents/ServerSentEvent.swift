/// One block of an event stream, as a server writes it.
///
///     event: task_update\n
///     id: 7\n
///     data: {"status":"processing"}\n
///     \n
package struct ServerSentEvent: Hashable, Sendable {
  /// `message` is sent without an `event` field.
  package var type: EventType
  /// nil leaves the client's last event ID unchanged.
  package var id: EventID?
  package var retry: ReconnectionTime?
  /// Any text; each of its lines becomes a `data` field. Empty text is dispatched; nil has no `data` field, and
  /// a client dispatches nothing.
  package var data: String?

  package init(
    type: EventType = .message, id: EventID? = nil, retry: ReconnectionTime? = nil, data: String?
  ) {
    self.type = type
    self.id = id
    self.retry = retry
    self.data = data
  }
}

/// The value of an `id` field: what a client sends back as `Last-Event-ID`.
///
///     id: 42\n
///
/// An ID containing U+0000 NULL, CR or LF is rejected: a client ignores the first, and the others would start another field.
/// The empty ID is valid and makes the client forget the last one.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation>
package struct EventID: Hashable, Sendable {
  package let text: String

  package init(_ text: String) throws(InvalidFieldValue) {
    try InvalidFieldValue.check(text)
    self.text = text
  }
}

/// The value of an `event` field: what listeners are registered for.
///
///     event: task_update\n
///
/// Text that is empty or contains CR, LF or U+0000 NULL is rejected.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation>
package struct EventType: Hashable, Sendable {
  package let text: String

  /// The type that a client dispatches for an event without an `event` field.
  package static let message = EventType(unchecked: "message")

  package init(_ text: String) throws(InvalidFieldValue) {
    if text.isEmpty { throw .empty }
    try InvalidFieldValue.check(text)
    self.text = text
  }

  private init(unchecked text: String) { self.text = text }
}

/// The value of a `retry` field: how long a client waits before it connects again.
///
///     retry: 3000\n
///
/// From 0 to 2⁵³−1 ms, the largest integer that JavaScript represents exactly.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#concept-event-stream-reconnection-time>
package struct ReconnectionTime: Hashable, Comparable, Sendable {
  package static let maximum = ReconnectionTime(unchecked: 9_007_199_254_740_991)

  package let milliseconds: UInt64

  package init(milliseconds: UInt64) throws(InvalidFieldValue) {
    guard milliseconds <= Self.maximum.milliseconds else { throw .outOfRange }
    self.milliseconds = milliseconds
  }

  /// Reads a field's value; nil unless it consists of ASCII digits. Numbers that are too large become `maximum`.
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

  package static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
}

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

/// Why text cannot be the value of a field of an event stream.
package enum InvalidFieldValue: Error, Hashable, Sendable, CustomStringConvertible {
  /// CR or LF, which would end the field and start another.
  case lineEnd
  /// U+0000 NULL; clients ignore an `id` field with it.
  case null
  /// An empty event type: clients would dispatch `message`.
  case empty
  /// Not a whole number of milliseconds from 0 to 9007199254740991.
  case outOfRange

  package var description: String {
    switch self {
    case .lineEnd: "must not contain a line end (CR or LF): it would start another field"
    case .null: "must not contain U+0000 NULL: clients ignore or drop it"
    case .empty: "must not be empty: clients would dispatch 'message'"
    case .outOfRange: "must be a whole number of milliseconds from 0 to 9007199254740991"
    }
  }

  static func check(_ text: String) throws(InvalidFieldValue) {
    if let problem = problem(of: text.utf8) { throw problem }
  }

  /// Returns what a client would read differently; nil if there is nothing.
  package static func problem(of value: some Sequence<UInt8>) -> InvalidFieldValue? {
    value.withBytes(problem(in:))
  }

  private static func problem(in bytes: UnsafeBufferPointer<UInt8>) -> InvalidFieldValue? {
    for byte in bytes {
      if byte == ASCII.lineFeed || byte == ASCII.carriageReturn { return .lineEnd }
      if byte == ASCII.null { return .null }
    }
    return nil
  }
}

extension Sequence<UInt8> {
  /// Gives `body` the bytes as they are in memory: generic code is not specialized across modules, and would cost a call per byte.
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
