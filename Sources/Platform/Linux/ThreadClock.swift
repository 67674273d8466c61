/// The clock of the CPU time that one thread has used: pthread_getcpuclockid(3).
package struct ThreadClock: Sendable {
  private let clock: clockid_t

  /// The calling thread's clock; nil if it has none.
  package init?() {
    var clock: clockid_t = 0
    guard pthread_getcpuclockid(pthread_self(), &clock) == 0 else { return nil }
    self.clock = clock
  }

  /// The CPU time in nanoseconds, which any thread may read; nil if the thread has ended.
  package var time: UInt64? {
    var time = timespec()
    guard clock_gettime(clock, &time) == 0 else { return nil }
    return UInt64(clamping: nanoseconds(time))
  }
}
