/// What shows a finding: where in the journal, and which bytes.
public struct Evidence: Hashable, Sendable {
  public var stream: String
  public var place: Place
  /// Of the stream's body; empty where no bytes are meant.
  public var bytes: Range<UInt64>?
  /// What is to be seen there, in a few words.
  public var text: String

  public init(stream: String, place: Place, bytes: Range<UInt64>? = nil, text: String) {
    self.stream = stream
    self.place = place
    self.bytes = bytes
    self.text = text
  }
}
