import Platform

/// A connection that was accepted and that no loop serves yet. Releasing the value closes the connection.
struct AcceptedConnection: Sendable {
  let descriptor: OwnedDescriptor
  /// The peer's address without its port.
  let remoteAddress: String
  let isLoopback: Bool
}

/// The listening sockets of one loop, and when it accepts from them.
struct Listeners {
  enum Accepted {
    case connection(AcceptedConnection)
    /// The client left before the accept, or a signal interrupted it: another connection may be waiting.
    case interrupted
    case none
  }

  private var sockets: [OwnedDescriptor]
  /// The poller's token of the first socket; the others follow.
  private let firstToken: UInt64
  /// Whether other loops accept from the same sockets; then a new connection does not have to wake all of them.
  private let isShared: Bool
  /// A spare descriptor. When descriptors run out, it is released, so that one connection can be accepted and closed.
  private var reserve: OwnedDescriptor?
  /// When it was first found that there is no room for a connection; nil while there is room.
  private var fullSince: UInt64?
  /// When to accept again; nil unless accepting is paused for lack of room or of descriptors.
  private(set) var resumesAt: UInt64?

  init(_ sockets: [OwnedDescriptor], firstToken: UInt64, isShared: Bool) {
    self.sockets = sockets
    self.firstToken = firstToken
    self.isShared = isShared
    refillReserve()
  }

  mutating func resume(on poller: borrowing Poller) {
    resumesAt = nil
    for (index, socket) in sockets.enumerated() {
      poller.watch(socket.number, for: .accepting(isShared: isShared), token: firstToken + UInt64(index))
    }
  }

  /// Stops watching the sockets: one that is ready but not accepted from would keep the loop busy.
  private mutating func pause(for time: UInt64, on poller: borrowing Poller) {
    for socket in sockets { poller.forget(socket.number) }
    resumesAt = Monotonic.now.later(by: time)
  }

  mutating func close() {
    sockets = []
    resumesAt = nil
  }

  /// Leaves new connections waiting while all allowed ones are busy, because most are busy for milliseconds only. After half a second
  /// without room, the waiting ones are accepted, so that they can be refused with a reason.
  ///
  /// - Returns: whether nothing is to be accepted now.
  mutating func waitForRoom(isFull: Bool, on poller: borrowing Poller) -> Bool {
    guard isFull, !sockets.isEmpty else {
      fullSince = nil
      return false
    }
    let now = Monotonic.now
    let since = fullSince ?? now
    fullSince = since
    guard now < since.later(by: 500_000_000) else { return false }
    pause(for: 10_000_000, on: poller)
    return true
  }

  /// - Parameter token: of the socket that is ready.
  mutating func accept(token: UInt64, counters: ServerCounters, poller: borrowing Poller) -> Accepted {
    guard let index = Int(exactly: token - firstToken), index < sockets.count else { return .none }
    let socket = sockets[index].number
    if let (descriptor, address) = SocketAddress.accept(socket) {
      return .connection(
        AcceptedConnection(
          descriptor: OwnedDescriptor(descriptor), remoteAddress: address.host, isLoopback: address.isLoopback
        ))
    }
    switch errno {
    case EMFILE, ENFILE:
      turnAway(socket, counters: counters, poller: poller)
      return .none
    case ECONNABORTED, EINTR: return .interrupted
    default: return .none
    }
  }

  /// No descriptor is left: the reserve is released, so that the waiting connection can at least be closed.
  private mutating func turnAway(_ socket: Int32, counters: ServerCounters, poller: borrowing Poller) {
    if reserve == nil { refillReserve() }
    guard reserve != nil else { return pause(for: 50_000_000, on: poller) }
    reserve = nil
    if let (descriptor, _) = SocketAddress.accept(socket) {
      counters.countRefusal(.descriptors, 0)
      Platform.close(descriptor)
    }
    refillReserve()
  }

  private mutating func refillReserve() {
    let descriptor = Platform.open("/dev/null", O_RDONLY | O_CLOEXEC)
    reserve = descriptor < 0 ? nil : OwnedDescriptor(descriptor)
  }
}
