import Glibc
import Synchronization

/// What one loop counts. Its thread writes, anybody reads.
final class LoopCounters: Sendable {
  let lateness = LatenessHistogram()
  let streamBytes = Atomic<UInt64>(0)
  /// The thread's CPU clock while it runs; 0 else, which is the clock of another thing.
  private let clock = Atomic<clockid_t>(0)
  /// What it had taken when it ended.
  private let finalTime = Atomic<UInt64>(0)

  /// On the loop's thread, before it serves.
  func threadBegan() {
    var clock: clockid_t = 0
    if pthread_getcpuclockid(pthread_self(), &clock) == 0 { self.clock.store(clock, ordering: .relaxed) }
  }

  /// On the loop's thread, when it has served.
  func threadEnds() {
    finalTime.store(cpuTime, ordering: .relaxed)
    clock.store(0, ordering: .relaxed)
  }

  /// Nanoseconds that the thread has computed: read when somebody asks, so that the loop does nothing for it.
  var cpuTime: UInt64 {
    let clock = clock.load(ordering: .relaxed)
    var time = timespec()
    guard clock != 0, clock_gettime(clock, &time) == 0 else { return finalTime.load(ordering: .relaxed) }
    return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
  }
}
