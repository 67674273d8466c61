/// One block of an event stream, as a server means it.
///
///     event: task_update\n
///     id: 7\n
///     data: {"status":"processing"}\n
///     \n
public struct ServerSentEvent: Hashable, Sendable {
  /// `message` goes without an `event` field.
  public var type: EventType
  /// nil leaves the client's last event ID as it is.
  public var id: EventID?
  public var retry: ReconnectionTime?
  /// Any text; each of its lines becomes a `data` field. Empty text is dispatched; nil has no `data` field, and
  /// a client dispatches nothing.
  public var data: String?

  public init(
    type: EventType = .message, id: EventID? = nil, retry: ReconnectionTime? = nil, data: String?
  ) {
    self.type = type
    self.id = id
    self.retry = retry
    self.data = data
  }
}
