import Platform

/// The connections of one loop, each in a slot until its descriptor is closed.
struct ConnectionTable {
  private var slots: [Connection?] = []
  /// The generation of each slot, incremented with every connection that gets the slot.
  private var generations: [UInt32] = []
  private var freeSlots: [Int] = []
  private let peer: LoopPeer

  /// - Parameter peer: the loop's own, which counts the connections for the other loops.
  init(of peer: LoopPeer) { self.peer = peer }

  var isEmpty: Bool { freeSlots.count == slots.count }

  /// A snapshot of the connections: the table may change during an iteration.
  var all: some Sequence<Connection> { slots.lazy.compactMap { $0 } }

  subscript(slot: Int) -> Connection? { slots[slot] }

  /// Finds the connection that a message or an event is for; nil if it is closed, even if another one has its slot now.
  func connection(slot: Int, generation: UInt32) -> Connection? {
    guard slot < slots.count, let connection = slots[slot], connection.generation == generation else {
      return nil
    }
    return connection
  }

  mutating func insert(_ accepted: AcceptedConnection, loop: EventLoop) -> Connection {
    let slot = freeSlots.popLast() ?? slots.count
    if slot == slots.count {
      slots.append(nil)
      generations.append(0)
    }
    generations[slot] = (generations[slot] &+ 1) & 0x7FFF_FFFF
    let connection = Connection(accepted, loop: loop, slot: slot, generation: generations[slot])
    slots[slot] = connection
    peer.connections.wrappingAdd(1, ordering: .relaxed)
    return connection
  }

  mutating func remove(_ connection: Connection) {
    slots[connection.slot] = nil
    freeSlots.append(connection.slot)
    peer.connections.wrappingSubtract(1, ordering: .relaxed)
  }

  var hasOneAtRest: Bool { slots.contains { $0?.restRank != nil } }

  /// The connection that can be closed with the least harm, the oldest if there are several; nil if all are in use.
  var mostAtRest: Connection? {
    var found: (connection: Connection, rank: Int)?
    for connection in all {
      guard let rank = connection.restRank else { continue }
      if let best = found, (best.rank, best.connection.startedAt) <= (rank, connection.startedAt) { continue }
      found = (connection, rank)
    }
    return found?.connection
  }
}

extension Connection {
  /// The place in the order in which connections are closed to make room, the lowest first; nil if the connection is in use.
  ///
  /// 0: its client has left or was refused. 1: it is between requests. 2: it is a second old and has sent nothing.
  fileprivate var restRank: Int? {
    switch phase {
    case .lingering: 0
    case .gate where peerClosed: 0
    // A connection whose first head was just handed to libmicrohttpd is idle, too, but in use: its first request has not begun.
    case .idle where scanned < 0: peerClosed ? 0 : 1
    case .gate where scanned == 0 && startedAt.later(by: 1_000_000_000) < Monotonic.now: 2
    default: nil
    }
  }
}
