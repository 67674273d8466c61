import MicroHTTP

/// What came of opening a gate.
struct GateOpening: Hashable, Sendable {
  /// Streams that go on, in the order of their numbers.
  var released: [StreamID] = []
  /// No stream waited: the next one that comes to the gate passes it.
  var isKept = false
}
