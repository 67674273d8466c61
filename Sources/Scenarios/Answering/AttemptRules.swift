/// How some connections of a session are answered.
struct AttemptRules: Sendable {
  /// How many connections; nil: all that follow.
  var times: Int?
  /// nil: the stream as it is.
  var answer: AnswerTemplate?

  /// What holds for the connection of that number.
  static func answer(for attempt: Int, in entries: [AttemptRules]) -> AnswerTemplate? {
    var rest = attempt
    for entry in entries {
      guard let times = entry.times, rest > times else { return entry.answer }
      rest -= times
    }
    return nil
  }
}
