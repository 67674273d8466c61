/// How some connections of a session are answered.
struct AttemptRules: Sendable {
  /// How many connections; nil: all that follow.
  var times: Int?
  /// nil: the stream as it is.
  var answer: AnswerTemplate?
  /// Where the entry stands, from 1.
  var line = 0

  /// What holds for the connection of that number; nil behind the last entry.
  static func entry(for attempt: Int, in entries: [AttemptRules]) -> AttemptRules? {
    var rest = attempt
    for entry in entries {
      guard let times = entry.times, rest > times else { return entry }
      rest -= times
    }
    return nil
  }
}
