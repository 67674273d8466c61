import CPlatform

/// Wakes a thread that waits for descriptors, through an eventfd. Any thread may use it.
package final class WakeUp: Sendable {
  /// Readable from `call()` until `answer()`.
  package let descriptor: Int32

  /// - Throws: `SystemError` of eventfd(2), for example if no descriptor is left.
  package init() throws(SystemError) {
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard descriptor >= 0 else { throw SystemError(call: "eventfd", errno: errno) }
  }

  deinit { close(descriptor) }

  package func call() { eventfd_write(descriptor, 1) }

  package func answer() {
    var count: eventfd_t = 0
    eventfd_read(descriptor, &count)
  }
}
