/// What shows a finding: where in the journal, and which bytes.
package struct Evidence: Hashable, Sendable {
  package var stream: String
  package var place: Place
  /// Of the stream's body; empty where no bytes are meant.
  package var bytes: Range<UInt64>?
  /// What is to be seen there, in a few words.
  package var text: String

  package init(stream: String, place: Place, bytes: Range<UInt64>? = nil, text: String) {
    self.stream = stream
    self.place = place
    self.bytes = bytes
    self.text = text
  }
}
