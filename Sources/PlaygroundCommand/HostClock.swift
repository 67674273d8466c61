#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The clocks of this machine.
enum HostClock {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  static var wall: Int64 {
    let time = read(CLOCK_REALTIME)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  /// Nanoseconds of a clock that never goes back.
  static var monotonic: UInt64 {
    let time = read(CLOCK_MONOTONIC)
    return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
  }

  static func sleep(until due: UInt64) {
    while true {
      let now = monotonic
      if now >= due { return }
      var rest = timespec(
        tv_sec: time_t(clamping: (due - now) / 1_000_000_000), tv_nsec: Int((due - now) % 1_000_000_000))
      nanosleep(&rest, nil)
    }
  }

  private static func read(_ clock: clockid_t) -> timespec {
    var time = timespec()
    clock_gettime(clock, &time)
    return time
  }
}
