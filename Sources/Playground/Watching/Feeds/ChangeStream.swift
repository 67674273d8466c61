import HTTPTypes
import MicroHTTP
import TextForms

/// Sends the changes as an event stream.
///
///     event: change
///     id: 5f3a9c02-17
///     data: {"change":"updated","origin":"saved","name":"counter","valid":true,"time":"2026-11-22T10:00:00.000Z"}
///
///     event: room
///     data: {"participants":25}
///
///     event: hand-out
///     data: {"id":"5f3a9c02","title":"Counter"}
///
/// It begins with the event `ready` if the client sent no Last-Event-ID, and with `reset` if the ID it sent is no longer known: in both
/// cases the client has to read the list (again). Otherwise it begins with the changes it missed. A client that may now see more or less,
/// because it was signed out for example, also gets `reset`.
struct ChangeStream: StreamProducer {
  let feed: ChangeFeed
  let stream: StreamID
  /// Whether it waits for further changes, or ends after those so far.
  private let isFollowing: Bool
  private let listener: @Sendable () -> Listener
  /// Called when a stream that follows begins (1) and ends (-1).
  private let presence: @Sendable (Int) -> Void
  private var lastListener: Listener?
  private var state: FeedState

  init(
    feed: ChangeFeed, stream: StreamID, lastEventID: String?, isFollowing: Bool = true,
    listener: @escaping @Sendable () -> Listener = { .visitor },
    presence: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    self.listener = listener
    self.presence = presence
    self.feed = feed
    self.stream = stream
    self.isFollowing = isFollowing
    state = FeedState(lastEventID: lastEventID)
  }

  mutating func next(now: UInt64, into buffer: inout [UInt8]) -> Production {
    if let head = state.head(now) {
      if isFollowing {
        feed.listen(stream)
        presence(1)
      }
      return head
    }
    var backlog = state.position.map { feed.changes(after: $0) }
    if backlog?.isEmpty != true {
      let listener = self.listener()
      if let last = lastListener, listener != last { backlog = .unknown }
      lastListener = listener
    }
    for (id, change) in state.take(backlog, lastID: feed.lastID, &buffer) {
      if let told = lastListener.flatMap({ change.told(to: $0) }) {
        EventText.append(told.event, id: id, data: told.data, to: &buffer)
      }
    }
    return isFollowing ? state.wait(now, &buffer) : .end(.complete)
  }

  mutating func drain(into buffer: inout [UInt8]) { buffer += EventText.retry }

  mutating func ended(_ summary: StreamSummary) {
    feed.stopListening(stream)
    if state.hasBegun, isFollowing { presence(-1) }
  }
}

extension FeedChange {
  fileprivate var event: String {
    switch self {
    case .scenario: "change"
    case .room: "room"
    case .handOut, .handOutEnded: "hand-out"
    }
  }

  fileprivate var data: JSONValue {
    switch self {
    case .scenario(let change): change.data
    case .room(let participants): ["participants": .int(participants)]
    case .handOut(let id, let title): ["id": .string(id), "title": .string(title)]
    case .handOutEnded: ["id": .null]
    }
  }
}

extension CatalogChange {
  fileprivate var data: JSONValue {
    let names: JSONValue = [
      "change": .string(kind.rawValue), "origin": .string(origin.rawValue), "name": .string(name),
    ]
    let former: JSONValue = formerName.map { ["formerName": .string($0)] } ?? [:]
    return names.adding(former).adding([
      "valid": isValid.map(JSONValue.bool) ?? .null, "time": .string(Timestamp.text(nanoseconds: time)),
    ])
  }
}
