/// One entry of a journal, as a reader gets it.
struct JournalEntry: Sendable {
  enum Kind: UInt8, Sendable {
    case request = 1
    case head
    case write
    case gate
    case openedGate
    case end
    /// A browser asked beforehand, on behalf of a page; of no stream.
    case preflight
    case hand
    case signal
    /// What a client says that it dispatched; of no stream.
    case dispatched
  }

  /// Where a part of a write comes from.
  struct Part: Hashable, Sendable {
    /// The first action's ordinal among those that the stream's plan gave, from 0.
    var step: Int
    /// How many actions.
    var steps: Int
    /// The scenario's line, from 1; 0 for what comes from none.
    var line: Int
    var length: Int
  }

  /// The size of what every entry says: kind, stream, ordinal, start.
  static let commonRoom = 1 + 3 * EntryWriter.longestNumber

  var number: UInt64
  /// CLOCK_MONOTONIC.
  var moment: UInt64
  var kind: Kind
  var stream: UInt64
  /// Among the entries of its stream, from 0.
  var ordinal: UInt64
  /// When the stream's request came; CLOCK_MONOTONIC.
  var start: UInt64
  /// What only this kind says.
  var details: EntryReader

  /// - Parameter journalStart: what `start` is counted from.
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
