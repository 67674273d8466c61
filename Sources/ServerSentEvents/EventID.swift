/// The value of an `id` field: what a client sends back as `Last-Event-ID`.
///
///     id: 42\n
///
/// An ID holding U+0000 NULL, CR or LF is rejected: a client ignores the first, and the others would start another field.
/// The empty ID is valid and makes the client forget the last one.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation>
public struct EventID: Hashable, Sendable {
  public let text: String

  public init(_ text: String) throws(InvalidFieldValue) {
    try InvalidFieldValue.check(text)
    self.text = text
  }
}
