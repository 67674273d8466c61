import HTTPTypes
import MicroHTTP
import TextForms

/// Plays the changes as an event stream.
///
///     event: change
///     id: 5f3a9c02-17
///     data: {"change":"updated","origin":"saved","name":"counter","valid":true,"time":"2026-11-22T10:00:00.000Z"}
///
/// It begins with an event `ready` when the client sent no Last-Event-ID, and with `reset` when it sent one that means
/// nothing any more: either way the list is to be read (again). Otherwise with what the client missed.
struct ChangeStream: StreamProducer {
  let feed: ChangeFeed
  let stream: StreamID
  /// Whether it waits for what comes, or ends with what there is.
  private let isFollowing: Bool
  private var position: String?
  private var hasBegun = false
  private var lastSent: UInt64 = 0

  init(feed: ChangeFeed, stream: StreamID, lastEventID: String?, isFollowing: Bool = true) {
    self.feed = feed
    self.stream = stream
    self.isFollowing = isFollowing
    position = lastEventID.flatMap { $0.isEmpty ? nil : $0 }
  }

  mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
    guard hasBegun else {
      hasBegun = true
      lastSent = now
      if isFollowing { feed.listen(stream) }
      return .head(EventText.head)
    }
    if let known = position {
      switch feed.changes(after: known) {
      case .elements(let changes):
        for (id, change) in changes {
          EventText.append("change", id: id, data: Self.data(change), to: &buffer)
          position = id
        }
      case .unknown: begin("reset", &buffer)
      }
    } else {
      begin("ready", &buffer)
    }
    if !isFollowing { return .end(.complete) }
    if buffer.isEmpty, now &- lastSent >= EventText.heartbeat { buffer += EventText.keepAlive }
    if !buffer.isEmpty { lastSent = now }
    return .wait(until: lastSent &+ EventText.heartbeat)
  }

  mutating func drain(into buffer: inout [UInt8]) { buffer += EventText.retry }

  mutating func ended(_ summary: StreamSummary) { feed.stopListening(stream) }

  private mutating func begin(_ event: String, _ buffer: inout [UInt8]) {
    let id = feed.lastID
    position = id
    buffer += EventText.retry
    EventText.append(event, id: id, data: [:], to: &buffer)
  }

  private static func data(_ change: CatalogChange) -> JSONValue {
    var members: [JSONValue.Member] = [
      JSONValue.Member(name: "change", value: .string(change.kind.rawValue)),
      JSONValue.Member(name: "origin", value: .string(change.origin.rawValue)),
      JSONValue.Member(name: "name", value: .string(change.name)),
    ]
    if let former = change.formerName {
      members.append(JSONValue.Member(name: "formerName", value: .string(former)))
    }
    members.append(JSONValue.Member(name: "valid", value: change.isValid.map(JSONValue.bool) ?? .null))
    members.append(JSONValue.Member(name: "time", value: .string(Timestamp.text(nanoseconds: change.time))))
    return .object(members)
  }
}
