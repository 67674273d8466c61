/// What is known of the clients of a session. Nothing of it is a judgement.
package struct SessionFacts: Sendable {
  /// In the order in which they were asked for.
  package var streams: [StreamFacts]
  package var preflights: [PreflightFacts]
  /// Entries that are not kept any more, or streams that are too many.
  package var isIncomplete: Bool
  /// What the clock shows while this is judged.
  package var now: UInt64

  package init(
    streams: [StreamFacts], preflights: [PreflightFacts] = [], isIncomplete: Bool = false, now: UInt64
  ) {
    self.streams = streams
    self.preflights = preflights
    self.isIncomplete = isIncomplete
    self.now = now
  }

  /// The clients that could be told apart, by their numbers.
  package var clients: [Int] { Set(streams.map(\.request.client)).subtracting([0]).sorted() }
}
