#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// CLOCK_MONOTONIC, the clock that deadlines of streams are in.
enum Monotonic {
  /// Nanoseconds; only differences mean anything.
  static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
  }
}
