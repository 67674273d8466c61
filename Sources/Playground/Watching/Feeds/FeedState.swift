import MicroHTTP

/// What every event stream of the API does in the same way: its head, its reader's position, and keep-alives.
struct FeedState {
  /// The ID of the last event that the reader knows; nil if it knows none.
  var position: String?
  /// When something was last sent; CLOCK_MONOTONIC.
  var lastSent: UInt64 = 0
  private(set) var hasBegun = false

  init(lastEventID: String? = nil) { position = lastEventID.flatMap { $0.isEmpty ? nil : $0 } }

  /// Returns the head the first time, then nil.
  mutating func head(_ now: UInt64) -> Production? {
    if hasBegun { return nil }
    hasBegun = true
    lastSent = now
    return .head(EventText.head)
  }

  /// Appends `ready` or `reset`: the reader has to read the list (again), and what happens after this ID follows.
  mutating func begin(_ event: String, at id: String, _ buffer: inout [UInt8]) {
    position = id
    buffer += EventText.retry
    EventText.append(event, id: id, data: [:], to: &buffer)
  }

  /// Waits until this time at the latest, and keeps the connection alive meanwhile.
  mutating func wait(until time: UInt64 = .max, _ now: UInt64, _ buffer: inout [UInt8]) -> Production {
    if buffer.isEmpty, now &- lastSent >= EventText.heartbeat { buffer += EventText.keepAlive }
    if !buffer.isEmpty { lastSent = now }
    return .wait(until: min(time, lastSent &+ EventText.heartbeat))
  }
}
