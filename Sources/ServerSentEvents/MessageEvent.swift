/// What a client dispatches for a block of an event stream.
///
/// The texts are what was received: an event type may hold U+0000 NULL, for instance, that `EventType` refuses.
/// <https://html.spec.whatwg.org/multipage/comms.html#messageevent>
public struct MessageEvent: Hashable, Sendable {
  public var type: String
  public var data: String
  /// The last ID that the stream set, with this event or before it.
  public var lastEventID: String

  public init(type: String = "message", data: String, lastEventID: String = "") {
    self.type = type
    self.data = data
    self.lastEventID = lastEventID
  }
}
