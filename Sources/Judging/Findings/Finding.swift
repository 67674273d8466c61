/// What a rule says of a client.
package struct Finding: Hashable, Sendable {
  /// The rule's.
  package var rule: String
  package var severity: Severity
  /// One sentence.
  package var sentence: String
  /// How often it happened, and of how many times at which it could have; one each where it cannot be counted.
  package var count: Int
  package var occasions: Int
  package var evidence: [Evidence]

  /// Pieces of evidence kept: the first ones.
  static let evidenceLimit = 20

  package init(
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
