import CPlatform

/// Waits for many descriptors at once: an epoll set of the kernel.
package struct Poller: ~Copyable {
  private let descriptor: Int32
  private let events: UnsafeMutableBufferPointer<epoll_event>

  package init() throws(SystemError) {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard descriptor >= 0 else { throw SystemError(call: "epoll_create1", errno: errno) }
    events = .allocate(capacity: 512)
  }

  deinit {
    events.deallocate()
    close(descriptor)
  }

  /// Tells of a descriptor from here on, by its token.
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

  /// Tells no more of a descriptor. One that is closed everywhere is forgotten by itself.
  package func forget(_ descriptor: Int32) {
    var event = epoll_event()
    epoll_ctl(self.descriptor, EPOLL_CTL_DEL, descriptor, &event)
  }

  /// Waits, for ever or not at all, and hands over what each token is ready for.
  package func wait(block: Bool, _ body: (_ token: UInt64, _ readiness: Readiness) -> Void) {
    let count = epoll_wait(descriptor, events.baseAddress, Int32(events.count), block ? -1 : 0)
    guard count > 0 else { return }
    for index in 0..<Int(count) {
      let event = events[index]
      var readiness: Readiness = []
      if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { readiness = [.gone, .peerClosed] }
      if event.events & EPOLLRDHUP.rawValue != 0 { readiness.insert(.peerClosed) }
      body(event.data.u64, readiness)
    }
  }
}
