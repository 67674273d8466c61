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

/// Where something stands in what was recorded: the number of its entry in the journal, and when it happened.
package struct JournalPlace: Hashable, Sendable {
  /// From 1; 0 for what has no entry of its own.
  package var entry: UInt64
  /// Nanoseconds of a clock that never goes back.
  package var moment: UInt64

  package init(entry: UInt64, moment: UInt64) {
    self.entry = entry
    self.moment = moment
  }
}

/// What a browser asked on behalf of a page before it would send the page's request.
package struct PreflightFacts: Hashable, Sendable {
  package var origin: String
  package var method: String
  package var target: String
  /// Why the answer says no, and what to do about it; nil if it says yes.
  package var refusal: String?
  package var place: JournalPlace

  package init(origin: String, method: String, target: String, refusal: String?, place: JournalPlace) {
    self.origin = origin
    self.method = method
    self.target = target
    self.refusal = refusal
    self.place = place
  }
}

/// An event that a client dispatched, as it told the server.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage>
package struct DispatchedEvent: Hashable, Sendable {
  /// nil where the client did not say.
  package var type: String?
  package var data: String
  /// nil where the client did not say.
  package var lastEventID: String?
  package var place: JournalPlace

  package init(type: String? = nil, data: String, lastEventID: String? = nil, place: JournalPlace) {
    self.type = type
    self.data = data
    self.lastEventID = lastEventID
    self.place = place
  }
}
