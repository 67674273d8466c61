import Platform

/// A connection that was accepted and that no loop serves yet. Dropped, it is closed.
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
    /// The client left before, or a signal came: the next one may be there.
    case interrupted
    case none
  }

  private var sockets: [OwnedDescriptor]
  /// The poller's token of the first socket; the others follow.
  private let firstToken: UInt64
  /// Whether other loops accept from the same sockets: one connection wakes one loop.
  private let isShared: Bool
  /// Released to accept, and so close, one connection when descriptors run out.
  private var reserve: OwnedDescriptor?
  /// Since when there has been no room for a connection.
  private var fullSince: UInt64?
  /// Set while nothing is accepted, for want of room or of descriptors: when to try again.
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

  /// A listening socket that is ready and not accepted from would keep the loop busy.
  private mutating func pause(for time: UInt64, on poller: borrowing Poller) {
    for socket in sockets { poller.forget(socket.number) }
    resumesAt = Monotonic.now.later(by: time)
  }

  mutating func close() {
    sockets = []
    resumesAt = nil
  }

  /// Leaves connections waiting for a moment where all that are allowed are busy, since most are for milliseconds only. After half a second
  /// without room, the waiting ones are accepted to be told so.
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
