/// What a rule has found about a client.
package struct Finding: Hashable, Sendable {
  /// The rule's ID.
  package var rule: String
  package var severity: Severity
  /// One sentence.
  package var sentence: String
  /// How often it happened, and how often it could have happened; 1 of 1 if it cannot be counted.
  package var count: Int
  package var occasions: Int
  package var evidence: [Evidence]

  /// The maximum number of pieces of evidence; the first ones are kept.
  static let evidenceLimit = 20

  init(
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

/// Support for a finding: a place in the journal, and bytes of the stream.
package struct Evidence: Hashable, Sendable {
  package var stream: String
  package var place: JournalPlace
  /// Offsets in the stream's body; nil if no bytes are meant, an empty range for a position.
  package var bytes: Range<UInt64>?
  /// What happened there, in a few words.
  package var text: String
}

/// How serious a finding is.
///
/// A finding is a fault only if nothing but a mistake of the client explains it. If a reloaded page, a restarted program
/// or a proxy looks the same, it is a warning or a note.
package enum Severity: String, Comparable, Sendable, CaseIterable {
  /// As it should be.
  case fine
  /// Worth knowing.
  case note
  /// Likely to be a mistake.
  case warning
  /// A mistake.
  case fault

  package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .fine: 0
    case .note: 1
    case .warning: 2
    case .fault: 3
    }
  }
}
