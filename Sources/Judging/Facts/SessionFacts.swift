/// What is known of the clients of a session. Nothing of it is a judgement.
package struct SessionFacts: Sendable {
  /// In the order in which they were asked for.
  package var streams: [StreamFacts]
  package var preflights: [PreflightFacts]
  /// What the clients say that they dispatched, in the order in which they said it.
  package var dispatched: [DispatchedEvent]
  /// Events, sent and dispatched ones, are few enough to be compared.
  package var areEventsKept: Bool
  /// Entries that are not kept any more, or streams that are too many.
  package var isIncomplete: Bool
  /// What the clock shows while this is judged.
  package var now: UInt64

  package init(
    streams: [StreamFacts], preflights: [PreflightFacts] = [], dispatched: [DispatchedEvent] = [],
    areEventsKept: Bool = true, isIncomplete: Bool = false, now: UInt64
  ) {
    self.dispatched = dispatched
    self.areEventsKept = areEventsKept
    self.streams = streams
    self.preflights = preflights
    self.isIncomplete = isIncomplete
    self.now = now
  }

  /// The clients that could be told apart, by their numbers.
  package var clients: [Int] { Set(streams.map(\.request.client)).subtracting([0]).sorted() }
}
