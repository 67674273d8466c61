import CPlatform

/// Waits for many descriptors together: an epoll set.
package struct Poller: ~Copyable {
  private let descriptor: Int32
  private let events: UnsafeMutableBufferPointer<epoll_event>

  /// - Throws: `SystemError` of epoll_create1(2), for example if no descriptor is left.
  package init() throws(SystemError) {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard descriptor >= 0 else { throw SystemError(call: "epoll_create1", errno: errno) }
    events = .allocate(capacity: 512)
  }

  deinit {
    events.deallocate()
    close(descriptor)
  }

  /// Starts to report a descriptor's events, with this token.
  package func watch(_ descriptor: Int32, for interest: Interest, token: UInt64) {
    var event = epoll_event()
    event.events =
      switch interest {
      case .reading, .accepting(isShared: false): EPOLLIN.rawValue
      case .readingOnce: EPOLLIN.rawValue | EPOLLET.rawValue
      case .accepting(isShared: true): EPOLLIN.rawValue | EPOLLEXCLUSIVE.rawValue
      case .connection:
        EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
      }
    event.data.u64 = token
    epoll_ctl(self.descriptor, EPOLL_CTL_ADD, descriptor, &event)
  }

  /// Stops reporting a descriptor. One whose last copy is closed is forgotten automatically.
  package func forget(_ descriptor: Int32) {
    var event = epoll_event()
    epoll_ctl(self.descriptor, EPOLL_CTL_DEL, descriptor, &event)
  }

  /// Waits for events without a limit, or only collects those that are pending.
  ///
  /// - Returns: the number of events, up to 512. `event(_:)` returns them until the next wait.
  package func wait(block: Bool) -> Int {
    Int(max(epoll_wait(descriptor, events.baseAddress, Int32(events.count), block ? -1 : 0), 0))
  }

  /// The token and the readiness of an event of the last wait.
  package func event(_ index: Int) -> (token: UInt64, readiness: Readiness) {
    let event = events[index]
    var readiness: Readiness = []
    if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { readiness = [.gone, .peerClosed] }
    if event.events & EPOLLRDHUP.rawValue != 0 { readiness.insert(.peerClosed) }
    return (event.data.u64, readiness)
  }
}
