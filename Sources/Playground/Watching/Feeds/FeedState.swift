import MicroHTTP

/// The parts that all event streams of the API share: the head, the reader's position, and keep-alives.
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

  /// Takes the elements after the reader's position.
  ///
  /// Appends `ready` if `backlog` is nil (no position), `reset` if it is unknown: the reader then has to read the list (again).
  ///
  /// - Returns: the elements to send, in order.
  mutating func take<Element: Sendable>(
    _ backlog: NumberedLog<Element>.Backlog?, lastID: @autoclosure () -> String, _ buffer: inout [UInt8]
  ) -> [(id: String, element: Element)] {
    if case .elements(let elements) = backlog {
      position = elements.last?.id ?? position
      return elements
    }
    let id = lastID()
    position = id
    buffer += EventText.retry
    EventText.append(backlog == nil ? "ready" : "reset", id: id, data: [:], to: &buffer)
    return []
  }

  /// Waits until this time at the latest, and keeps the connection alive meanwhile.
  mutating func wait(until time: UInt64 = .max, _ now: UInt64, _ buffer: inout [UInt8]) -> Production {
    if buffer.isEmpty, now &- lastSent >= EventText.heartbeat { buffer += EventText.keepAlive }
    if !buffer.isEmpty { lastSent = now }
    return .wait(until: min(time, lastSent &+ EventText.heartbeat))
  }
}
