import MicroHTTP

extension Session {
  /// Openings of gates that no stream has come to yet.
  static let openingLimit = 1_000

  /// Whether a stream at a gate goes on; if not, it waits there from now on.
  mutating func passes(_ stream: StreamID, gate: String) -> Bool {
    if released.remove(stream) != nil { return true }
    for name in [gate, nil] {
      if let count = openings[name] {
        openings[name] = count > 1 ? count - 1 : nil
        waiting[stream] = nil
        return true
      }
    }
    waiting[stream] = gate
    return false
  }

  /// Opens a gate once: streams that wait at it go on, or else the next stream that comes to it.
  ///
  /// - Parameter gate: nil for whichever gate a stream waits at, or comes to next.
  /// - Returns: nil when too many openings wait for a stream already.
  mutating func open(_ gate: String?, at now: UInt64) -> GateOpening? {
    lastActive = now
    let streams = waiting.filter { gate == nil || $0.value == gate }.keys.sorted { $0.number < $1.number }
    if streams.isEmpty {
      guard openings.values.reduce(0, +) < Self.openingLimit else { return nil }
      openings[gate, default: 0] += 1
      return GateOpening(isKept: true)
    }
    for stream in streams {
      waiting[stream] = nil
      released.insert(stream)
    }
    return GateOpening(released: streams)
  }
}
