/// A part of an event stream that is done with, and what came of it.
public struct ParsedPart: Hashable, Sendable {
  /// Offsets of its bytes in the stream. An LF that completes a CRLF lies after its part and belongs to none, since the
  /// part is done with at its CR.
  public var range: Range<UInt64>
  public var outcome: Outcome

  public init(range: Range<UInt64>, outcome: Outcome) {
    self.range = range
    self.outcome = outcome
  }

  public enum Outcome: Hashable, Sendable {
    /// A blank line dispatched the block before it; the range is the whole block.
    case event(MessageEvent)
    /// A `retry` field set the reconnection time; the range is its line.
    case reconnectionTime(ReconnectionTime)
    /// Nothing was dispatched.
    case nothing(Reason)
  }

  /// Why bytes dispatched nothing.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// A byte order mark at the beginning is removed.
    case byteOrderMark
    /// A line that begins with a colon.
    case comment
    /// A field of a name that the standard does not know; names are case-sensitive.
    case ignoredField
    /// A `retry` field that is not ASCII digits only.
    case bogusRetry
    /// An `id` field with U+0000 NULL.
    case nullInID
    /// A blank line ended a block without a `data` field; the last event ID is set all the same.
    case noData
    /// The stream ended before the blank line.
    case unfinished
  }
}
