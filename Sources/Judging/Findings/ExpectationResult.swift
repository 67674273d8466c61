/// What became of one thing that a scenario expects of its client.
public struct ExpectationResult: Hashable, Sendable {
  public enum State: String, Sendable {
    case met, failed, undecided
  }

  /// `reconnect`, `ids`; as the scenario has it.
  public var key: String
  /// What is expected, in a few words.
  public var expected: String
  public var state: State
  /// What happened, in one sentence.
  public var sentence: String
  public var evidence: [Evidence]

  public init(
    _ key: String, _ expected: String, _ state: State, _ sentence: String, evidence: [Evidence] = []
  ) {
    self.key = key
    self.expected = expected
    self.state = state
    self.sentence = sentence
    self.evidence = evidence
  }
}
