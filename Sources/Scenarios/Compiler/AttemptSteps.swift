/// The steps of an entry of `attempts`, until they are compiled.
struct AttemptSteps {
  /// The place of the entry.
  var index: Int
  var member: DocumentMember
  /// The line of the entry.
  var line: Int
  /// The entry's own `framing: length`.
  var length: DocumentMember?
}
