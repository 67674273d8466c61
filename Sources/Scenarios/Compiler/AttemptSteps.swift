/// The steps of an entry of `attempts`, kept until the scenario's own steps are compiled.
struct AttemptSteps {
  /// The index of the entry in `PlanSettings.attempts`.
  var index: Int
  var member: DocumentMember
  /// The line of the entry.
  var line: Int
  /// The entry's own `framing: length`; nil if it has none.
  var length: DocumentMember?
}
