import CPlatform

/// A timerfd for one deadline. Without periodic ticks, an idle server sleeps.
package struct DeadlineTimer: ~Copyable {
  package let descriptor: Int32
  private var armed: UInt64?

  /// - Throws: `SystemError` of timerfd_create(2), for example if no descriptor is left.
  package init() throws(SystemError) {
    descriptor = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK | TFD_CLOEXEC))
    guard descriptor >= 0 else { throw SystemError(call: "timerfd_create", errno: errno) }
  }

  deinit { close(descriptor) }

  /// Replaces the deadline: nanoseconds of CLOCK_MONOTONIC, or nil to disarm the timer.
  package mutating func arm(_ deadline: UInt64?) {
    guard deadline != armed else { return }
    armed = deadline
    var time = itimerspec()
    if let deadline {
      let moment = max(deadline, 1)  // 0 would disarm
      time.it_value = timespec(
        tv_sec: Int(clamping: moment / 1_000_000_000),
        tv_nsec: Int(truncatingIfNeeded: moment % 1_000_000_000))
    }
    timerfd_settime(descriptor, Int32(TFD_TIMER_ABSTIME), &time, nil)
  }

  /// Must be called after the timer's event, which disarms it.
  package mutating func expired() { armed = nil }
}
