/// What a rule says of a client.
public struct Finding: Hashable, Sendable {
  /// The rule's.
  public var rule: String
  public var severity: Severity
  /// One sentence.
  public var sentence: String
  /// How often it happened, and of how many times at which it could have; one each where it cannot be counted.
  public var count: Int
  public var occasions: Int
  public var evidence: [Evidence]

  /// Pieces of evidence kept: the first ones.
  static let evidenceLimit = 20

  public init(
    _ rule: String, _ severity: Severity, _ sentence: String, count: Int = 1, of occasions: Int = 1,
    evidence: [Evidence] = []
  ) {
    self.rule = rule
    self.severity = severity
    self.sentence = sentence
    self.count = count
    self.occasions = occasions
    self.evidence = Array(evidence.prefix(Self.evidenceLimit))
  }
}
