/// The result of one expectation that a scenario has of its clients.
package struct ExpectationResult: Hashable, Sendable {
  package enum State: String, Sendable {
    case met, failed, undecided
  }

  /// The key in the scenario: `reconnect`, `ids`.
  package var key: String
  /// What is expected, in a few words.
  package var expected: String
  package var state: State
  /// What happened, in one sentence.
  package var sentence: String
  package var evidence: [Evidence]

  init(_ key: String, _ expected: String, _ state: State, _ sentence: String, evidence: [Evidence] = []) {
    self.key = key
    self.expected = expected
    self.state = state
    self.sentence = sentence
    self.evidence = evidence
  }

  /// The result while what is expected has not happened: undecided, or failed once the time is up.
  static func open(_ key: String, _ expected: String, _ sentence: String, isTimeUp: Bool) -> ExpectationResult
  {
    isTimeUp
      ? ExpectationResult(key, expected, .failed, "\(sentence) The time for it is over.")
      : ExpectationResult(key, expected, .undecided, sentence)
  }
}
