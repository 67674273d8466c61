import CMicrohttpd
import Glibc

/// An epoll set of the kernel, and the events of the last wait.
struct Epoll: ~Copyable {
  let descriptor: Int32
  private let events: UnsafeMutableBufferPointer<epoll_event>

  init() throws(ServerError) {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard descriptor >= 0 else { throw ServerError(call: "epoll_create1", errno: errno) }
    events = .allocate(capacity: 512)
  }

  deinit {
    events.deallocate()
    close(descriptor)
  }

  @discardableResult
  func add(_ descriptor: Int32, events: EPOLL_EVENTS..., token: UInt64) -> Bool {
    var event = epoll_event()
    event.events = events.reduce(0) { $0 | $1.rawValue }
    event.data.u64 = token
    return epoll_ctl(self.descriptor, EPOLL_CTL_ADD, descriptor, &event) == 0
  }

  func remove(_ descriptor: Int32) {
    var event = epoll_event()
    epoll_ctl(self.descriptor, EPOLL_CTL_DEL, descriptor, &event)
  }

  /// Waits, for ever or not at all, and hands over each event.
  func wait(block: Bool, _ body: (_ token: UInt64, _ events: UInt32) -> Void) {
    let count = epoll_wait(descriptor, events.baseAddress, Int32(events.count), block ? -1 : 0)
    guard count > 0 else { return }
    for index in 0..<Int(count) {
      let event = events[index]
      body(event.data.u64, event.events)
    }
  }
}
