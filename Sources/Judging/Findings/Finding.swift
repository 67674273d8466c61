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

/// What shows a finding: where in the journal, and which bytes.
package struct Evidence: Hashable, Sendable {
  package var stream: String
  package var place: JournalPlace
  /// Of the stream's body; empty where no bytes are meant.
  package var bytes: Range<UInt64>?
  /// What is to be seen there, in a few words.
  package var text: String

  package init(stream: String, place: JournalPlace, bytes: Range<UInt64>? = nil, text: String) {
    self.stream = stream
    self.place = place
    self.bytes = bytes
    self.text = text
  }
}

/// How grave a finding is.
///
/// A fault is said only of what nothing but a mistake of the client's explains. Where a page that was loaded anew, a program that was
/// started again or a proxy looks the same, it is a warning or a note.
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
