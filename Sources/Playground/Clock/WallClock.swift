#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// CLOCK_REALTIME.
enum WallClock {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
