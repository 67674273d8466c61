import MicroHTTP

/// What every event stream of the API does in the same way: its head, where its reader is, and keep-alives.
struct FeedState {
  /// The ID of the last event that the reader knows; nil where it knows none.
  var position: String?
  /// When something was last sent; CLOCK_MONOTONIC.
  var lastSent: UInt64 = 0
  private(set) var hasBegun = false

  init(lastEventID: String? = nil) { position = lastEventID.flatMap { $0.isEmpty ? nil : $0 } }

  /// The head; nil after the first time.
  mutating func head(_ now: UInt64) -> Production? {
    if hasBegun { return nil }
    hasBegun = true
    lastSent = now
    return .head(EventText.head)
  }

  /// `ready` or `reset`: what there is has to be read (again), and what happens after that ID follows.
  mutating func begin(_ event: String, at id: String, _ buffer: inout [UInt8]) {
    position = id
    buffer += EventText.retry
    EventText.append(event, id: id, data: [:], to: &buffer)
  }

  /// Waits until that time at the latest, and keeps the connection alive meanwhile.
  mutating func wait(until time: UInt64 = .max, _ now: UInt64, _ buffer: inout [UInt8]) -> Production {
    if buffer.isEmpty, now &- lastSent >= EventText.heartbeat { buffer += EventText.keepAlive }
    if !buffer.isEmpty { lastSent = now }
    return .wait(until: min(time, lastSent &+ EventText.heartbeat))
  }
}
