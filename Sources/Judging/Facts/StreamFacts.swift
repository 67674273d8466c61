import FieldValues

/// Facts about one stream: the request, the response, what was sent and how it ended.
package struct StreamFacts: Hashable, Sendable {
  /// An ID that was set by a complete block.
  package struct SentID: Hashable, Sendable {
    package var id: String
    /// The offset in the body after the bytes that set it.
    package var end: UInt64
    package var place: JournalPlace
  }

  /// A reconnection time that was set. `end` is the offset in the body after the line that set it, in bytes.
  package struct SentRetry: Hashable, Sendable {
    package var milliseconds: UInt64
    package var end: UInt64
    package var place: JournalPlace

    /// Capped at about 31 years, so that it fits.
    var nanoseconds: UInt64 { min(milliseconds, 1_000_000_000_000) * 1_000_000 }
  }

  /// An event after which a client is done, for example `data: [DONE]`. `end` is the offset in the body after its block, in bytes.
  package struct SentMark: Hashable, Sendable {
    package var text: String
    package var end: UInt64
    package var place: JournalPlace
  }

  /// An event that was sent whole.
  package struct SentEvent: Hashable, Sendable {
    package var type: String
    package var data: String
    package var lastEventID: String
    /// The offset in the body after its block.
    package var end: UInt64
    package var place: JournalPlace
  }

  package struct Head: Hashable, Sendable {
    package var status: Int
    package var fields: [RequestFacts.Field]
    package var place: JournalPlace

    package init(status: Int, fields: [RequestFacts.Field] = [], place: JournalPlace) {
      self.status = status
      self.fields = fields
      self.place = place
    }

    subscript(name: String) -> String? { fields.first { $0.name.lowercased() == name }?.value }
  }

  package struct End: Hashable, Sendable {
    /// The party that ended it.
    package enum Actor: String, Sendable {
      case client, scenario, command, server, stalled
    }

    package var by: Actor
    /// `complete`, `truncate` or `reset`; nil if the client left.
    package var ending: String?
    /// Bytes of the body that the socket accepted.
    package var bytes: UInt64
    /// The least number of those bytes that the other side's system acknowledged; the client may not have read them.
    package var acknowledged: UInt64
    /// The longest time for which the socket accepted nothing, in nanoseconds.
    package var blocked: UInt64
    /// The earliest time at which the end can have left the socket, by the clock of `JournalPlace.moment`.
    package var left: UInt64
    package var place: JournalPlace

    package init(
      by: Actor, ending: String?, bytes: UInt64, acknowledged: UInt64, blocked: UInt64 = 0, left: UInt64,
      place: JournalPlace
    ) {
      self.by = by
      self.ending = ending
      self.bytes = bytes
      self.acknowledged = acknowledged
      self.blocked = blocked
      self.left = left
      self.place = place
    }

    /// Whether this side ended the stream, for any reason, including a client that did not read.
    package var isOurs: Bool { by != .client }
    package var isClean: Bool { isOurs && ending == "complete" }

    /// Bytes that have reached a client when it notices the end. A normal end arrives after the bytes before it; a reset overtakes them.
    var reached: UInt64 { isOurs && by != .stalled && ending != "reset" ? bytes : acknowledged }
  }

  /// Its name, as in the field `Playground-Stream`.
  package var stream: String
  package var request: RequestFacts
  /// The journal's entry for the request.
  package var requested: JournalPlace
  package var head: Head?
  /// The last IDs that were set, oldest first.
  package var ids: [SentID] = []
  /// The number of earlier IDs, which are no longer kept.
  package var forgottenIDs = 0
  /// The client's last event ID after everything that was sent; empty if none was set.
  package var lastID = ""
  /// The ID of a block that the end of the stream cut off.
  package var unfinishedID: String?
  /// The last reconnection times that were set, at most `FactsBuilder.retryLimit`, oldest first.
  package var retries: [SentRetry] = []
  /// The last mark that was sent.
  package var mark: SentMark?
  /// The number of events that were sent whole.
  package var events = 0
  /// Those events, until `FactsBuilder.comparedLimit` is reached.
  package var sent: [SentEvent] = []
  /// Bytes of the body that the producer has sent, without chunk framing; the socket may have taken less.
  package var bytes: UInt64 = 0
  package var end: End?
  /// Whether everything that was sent is known.
  package var isWhole = true
  /// When the body reached its `Content-Length`, by the clock of `JournalPlace.moment`: a client is done then, whatever the server does.
  package var lengthReached: UInt64?

  package var isEventStream: Bool {
    guard let head, head.status == 200, let type = head["content-type"] else { return false }
    return MediaType(type)?.essence == "text/event-stream"
  }

  /// Whether all IDs that were set are known: no bytes are missing, and they are not encoded.
  package var knowsIDs: Bool {
    isWhole && forgottenIDs == 0 && isEventStream
      && (head?["content-encoding"].map { $0.lowercased() == "identity" } ?? true)
  }

  /// The earliest time at which a client could know that the stream is over; nil while it is open.
  var leftAt: UInt64? { end.map { min($0.left, lengthReached ?? .max) } }

  /// Returns how many IDs were set after the last occurrence of this one; nil if it is not among `ids`.
  func idsBehind(_ id: String) -> Int? {
    ids.lastIndex { $0.id == id }.map { ids.count - 1 - $0 }
  }
}
