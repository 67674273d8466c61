/// An event that a client dispatched, as it told the server.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage>
package struct DispatchedEvent: Hashable, Sendable {
  /// nil where the client did not say.
  package var type: String?
  package var data: String
  /// nil where the client did not say.
  package var lastEventID: String?
  package var place: Place

  package init(type: String? = nil, data: String, lastEventID: String? = nil, place: Place) {
    self.type = type
    self.data = data
    self.lastEventID = lastEventID
    self.place = place
  }
}
