/// The value of an `event` field: what listeners are registered for.
///
///     event: task_update\n
///
/// Text that is empty or holds CR, LF or U+0000 NULL is rejected.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation>
public struct EventType: Hashable, Sendable {
  public let text: String

  /// What a client dispatches when an event says nothing of its type.
  public static let message = EventType(unchecked: "message")

  public init(_ text: String) throws(InvalidFieldValue) {
    if text.isEmpty { throw .empty }
    try InvalidFieldValue.check(text)
    self.text = text
  }

  private init(unchecked text: String) { self.text = text }
}
