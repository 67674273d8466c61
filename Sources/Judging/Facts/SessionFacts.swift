/// Facts about the clients of a session, without any judgment.
package struct SessionFacts: Sendable {
  /// In the order of their requests.
  package var streams: [StreamFacts]
  package var preflights: [PreflightFacts]
  /// The events that clients reported as dispatched, in the order of the reports.
  package var dispatched: [DispatchedEvent]
  /// Whether all sent and dispatched events are kept, so that they can be compared.
  package var areEventsKept: Bool
  /// Whether entries or streams are missing, because they are no longer kept.
  package var isIncomplete: Bool
  /// The time of judging, by the clock of `JournalPlace.moment`.
  package var now: UInt64

  package init(
    streams: [StreamFacts] = [], preflights: [PreflightFacts] = [], dispatched: [DispatchedEvent] = [],
    areEventsKept: Bool = true, isIncomplete: Bool = false, now: UInt64
  ) {
    self.dispatched = dispatched
    self.areEventsKept = areEventsKept
    self.streams = streams
    self.preflights = preflights
    self.isIncomplete = isIncomplete
    self.now = now
  }

  /// The numbers of the clients that could be told apart.
  package var clients: [Int] { Set(streams.map(\.request.client)).subtracting([0]).sorted() }

  /// Whether a stream that was requested before this one set the ID.
  func wasSent(_ id: String, before next: StreamFacts) -> Bool {
    !id.isEmpty
      && streams.contains { stream in
        stream.requested.moment < next.requested.moment && stream.ids.contains { $0.id == id }
      }
  }
}

/// A place in the journal: the number of an entry, and when it happened.
package struct JournalPlace: Hashable, Sendable {
  /// From 1; 0 if there is no entry for it.
  package var entry: UInt64
  /// Nanoseconds of a clock that never goes back.
  package var moment: UInt64

  package init(entry: UInt64, moment: UInt64) {
    self.entry = entry
    self.moment = moment
  }
}

/// A CORS preflight, which a browser sends before a page's request.
package struct PreflightFacts: Hashable, Sendable {
  package var origin: String
  package var method: String
  package var target: String
  /// Why the page may not send its request, and what to do about it; nil if it may.
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

/// An event that a client dispatched, as the client reported it.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage>
package struct DispatchedEvent: Hashable, Sendable {
  /// nil if the client did not report it.
  package var type: String?
  package var data: String
  /// nil if the client did not report it.
  package var lastEventID: String?
  package var place: JournalPlace

  package init(type: String? = nil, data: String, lastEventID: String? = nil, place: JournalPlace) {
    self.type = type
    self.data = data
    self.lastEventID = lastEventID
    self.place = place
  }
}
