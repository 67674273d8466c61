/// The faults of a scenario, one after the other.
struct EventFaultChain: Sendable {
  private var faults: [any EventFault]

  /// - Parameter seed: the request's.
  init(_ faults: [any EventFault], seed: UInt64) {
    self.faults = faults
    for index in faults.indices { self.faults[index].begin(seed: seed) }
  }

  var isEmpty: Bool { faults.isEmpty }

  /// The number of bytes in their buffers.
  var buffered: Int { faults.reduce(0) { $0 + $1.buffered } }

  /// The number of events that will never be sent.
  var lost: Int { faults.reduce(0) { $0 + $1.lost } }

  /// Takes a piece and returns what may leave now. Injected pieces bypass the faults: if they counted, faults would
  /// hit other events than in a stream without them, and a client that came back would miss some.
  mutating func pass(_ piece: Piece) -> [Piece] {
    if piece.isInjected { return [piece] }
    var pieces = [piece]
    for index in faults.indices { pieces = faults[index].pass(pieces) }
    return pieces
  }

  /// Releases the events that faults hold back.
  mutating func release() -> [Piece] {
    var released: [Piece] = []
    for index in faults.indices {
      var pieces = faults[index].finish()
      for next in faults.indices.dropFirst(index + 1) { pieces = faults[next].pass(pieces) }
      released += pieces
    }
    return released
  }
}
