/// The faults of a scenario, one behind the other.
struct EventFaultChain: Sendable {
  private var faults: [any EventFault]

  /// - Parameter seed: the request's.
  init(_ faults: [any EventFault], seed: UInt64) {
    self.faults = faults
    for index in faults.indices { self.faults[index].begin(seed: seed) }
  }

  var isEmpty: Bool { faults.isEmpty }

  /// Bytes that they keep back.
  var held: Int { faults.reduce(0) { $0 + $1.held } }

  /// Events that will never be sent.
  var lost: Int { faults.reduce(0) { $0 + $1.lost } }

  /// What may leave now that a piece has come. What was put in by hand goes straight on: if it counted, the events of the steps would
  /// be lost or change places otherwise than in a stream without it, and a client that came back would miss some.
  mutating func pass(_ piece: Piece) -> [Piece] {
    if piece.isInjected { return [piece] }
    var pieces = [piece]
    for index in faults.indices { pieces = faults[index].pass(pieces) }
    return pieces
  }

  /// Lets go of the events that wait for others.
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
