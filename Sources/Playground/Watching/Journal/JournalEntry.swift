/// An entry of a journal, as readers get it.
struct JournalEntry: Sendable {
  enum Kind: UInt8, Sendable {
    case request = 1
    case head
    case write
    case gate
    case openedGate
    case end
    /// A browser's preflight on behalf of a page; belongs to no stream.
    case preflight
    case hand
    case signal
    /// An event that a client reports as dispatched; belongs to no stream.
    case dispatched
  }

  /// The source of a part of a write.
  struct Part: Hashable, Sendable {
    /// The index of the first action among those that the stream's plan gave, from 0.
    var step: Int
    /// The number of actions; 0 for injected bytes.
    var steps: Int
    /// The line of the scenario, from 1; 0 if there is none.
    var line: Int
    var length: Int
  }

  /// The most bytes of the fields that all entries have: kind, stream, ordinal, start.
  static let commonRoom = 1 + 3 * EntryWriter.longestNumber

  var number: UInt64
  /// CLOCK_MONOTONIC, nanoseconds.
  var moment: UInt64
  var kind: Kind
  var stream: UInt64
  /// The index among the entries of its stream, from 0.
  var ordinal: UInt64
  /// When the stream's request came; CLOCK_MONOTONIC.
  var start: UInt64
  /// The contents that are specific to the kind.
  var details: EntryReader

  /// - Parameter journalStart: the time that `start` in `bytes` is relative to.
  init?(number: UInt64, moment: UInt64, bytes: ArraySlice<UInt8>, journalStart: UInt64) {
    var reader = EntryReader(bytes)
    guard let kind = reader.byte().flatMap(Kind.init), let stream = reader.number(),
      let ordinal = reader.number(), let start = reader.number()
    else { return nil }
    self.number = number
    self.moment = moment
    self.kind = kind
    self.stream = stream
    self.ordinal = ordinal
    self.start = journalStart &+ start
    details = reader
  }
}
