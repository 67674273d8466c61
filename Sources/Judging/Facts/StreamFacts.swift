/// What is known of one stream: the request, the answer, what was sent and how it ended.
package struct StreamFacts: Hashable, Sendable {
  /// An ID that the bytes sent had set, once its block was complete.
  package struct SentID: Hashable, Sendable {
    package var id: String
    /// The offset in the body behind the bytes that set it.
    package var end: UInt64
    package var place: JournalPlace
  }

  /// A reconnection time that the bytes sent had set.
  package struct SentRetry: Hashable, Sendable {
    package var milliseconds: UInt64
    package var end: UInt64
    package var place: JournalPlace
  }

  /// Bytes after which a client is done, `data: [DONE]` for example.
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
    /// The offset in the body behind its block.
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
    /// Who ended it.
    package enum Actor: String, Sendable {
      case client, scenario, command, server, stalled
    }

    package var by: Actor
    /// `complete`, `truncate` or `reset`; nil where the client left.
    package var ending: String?
    /// Bytes of the body that the socket took.
    package var bytes: UInt64
    /// Of those, bytes that the other side's system had acknowledged at least, whether or not anybody read them.
    package var acknowledged: UInt64
    /// The longest time for which the socket took nothing; nanoseconds.
    package var blocked: UInt64
    /// Before this the end had not left the socket.
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

    /// The stream was ended at this side, however; a client that is cut for not reading is among those.
    package var isOurs: Bool { by != .client }
    package var isClean: Bool { isOurs && ending == "complete" }

    /// Bytes that a client has been given when it notices the end. An end follows the bytes before it, a reset overtakes them.
    var reached: UInt64 { isOurs && by != .stalled && ending != "reset" ? bytes : acknowledged }
  }

  /// As `Playground-Stream` has it.
  package var stream: String
  package var request: RequestFacts
  package var requested: JournalPlace
  package var head: Head?
  /// The last that were set, oldest first.
  package var ids: [SentID] = []
  /// Events with an ID before those.
  package var forgottenIDs = 0
  /// What the client's last event ID is after all that was sent: empty where none was set.
  package var lastID = ""
  /// Of a block that the end of the stream cut off.
  package var unfinishedID: String?
  package var retries: [SentRetry] = []
  package var mark: SentMark?
  package var events = 0
  /// Those events, as long as there are few enough to be kept.
  package var sent: [SentEvent] = []
  /// Bytes of the body that were handed to the socket.
  package var bytes: UInt64 = 0
  package var end: End?
  /// All that was sent is known.
  package var isWhole = true
  /// When the body had as many bytes as `Content-Length` promised: a client is done then, whatever the server does.
  package var lengthReached: UInt64?

  package var isEventStream: Bool {
    guard let head, head.status == 200, let type = head["content-type"] else { return false }
    return type.lowercased().split(separator: ";").first.map { $0.trimmed } == "text/event-stream"
  }

  /// What IDs were set is known: all bytes are there, and none is packed.
  package var knowsIDs: Bool {
    isWhole && forgottenIDs == 0 && isEventStream
      && (head?["content-encoding"].map { $0.lowercased() == "identity" } ?? true)
  }

  /// Before this a client could not know that the stream is over; nil while it is open.
  var leftAt: UInt64? { end.map { min($0.left, lengthReached ?? .max) } }

  /// How many IDs were set after the last occurrence of this one; nil if it was not set, as far as is known.
  func idsBehind(_ id: String) -> Int? {
    ids.lastIndex { $0.id == id }.map { ids.count - 1 - $0 }
  }
}

extension Substring {
  var trimmed: Substring {
    var text = drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
