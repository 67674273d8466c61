/// CLOCK_MONOTONIC, the clock of all deadlines.
package enum Monotonic {
  /// Nanoseconds since an arbitrary point; only differences have a meaning.
  @inline(__always)
  package static var now: UInt64 { UInt64(bitPattern: nanoseconds(of: CLOCK_MONOTONIC)) }

  /// Blocks the thread until a time of this clock.
  package static func sleep(until due: UInt64) {
    while true {
      let now = now
      if now >= due { return }
      var rest = timespec(
        tv_sec: time_t(clamping: (due - now) / 1_000_000_000), tv_nsec: Int((due - now) % 1_000_000_000))
      nanosleep(&rest, nil)
    }
  }
}

/// CLOCK_REALTIME.
package enum WallClock {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  package static var now: Int64 { nanoseconds(of: CLOCK_REALTIME) }

  /// Whole seconds since 1970-01-01T00:00:00Z.
  package static var seconds: Int64 { now / 1_000_000_000 }
}

/// The CPU time that this process has used.
package enum ComputingTime {
  /// Nanoseconds used by all threads of the process.
  package static var ofProcess: Int64 { nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID) }
}

@inline(__always)
private func nanoseconds(of clock: clockid_t) -> Int64 {
  var time = timespec()
  clock_gettime(clock, &time)
  return nanoseconds(time)
}

@inline(__always)
func nanoseconds(_ time: timespec) -> Int64 {
  Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
}

extension Duration {
  /// The duration in nanoseconds, clamped to 0 and `Int64.max` (about 292 years).
  package var nanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    guard seconds < 9_000_000_000 else { return UInt64(Int64.max) }
    return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
  }
}

extension UInt64 {
  /// The time `nanoseconds` later, at most `UInt64.max`.
  package func later(by nanoseconds: UInt64) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(nanoseconds)
    return overflow ? .max : sum
  }
}
