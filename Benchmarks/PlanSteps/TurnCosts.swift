import Foundation
import Scenarios

/// The cost of the turns of one scenario's plan, in CPU time of this thread, so that other load on the machine matters little.
struct TurnCosts {
  /// The CPU time after which measuring ends, in nanoseconds.
  private static let patience: UInt64 = 300_000_000

  private var times: [UInt64] = []
  private var work = 0

  /// Plays turns, and starts the plan again when it ends.
  init(_ scenario: Scenario, turns: Int, after lastEventID: String?) {
    var seed: UInt64 = 1
    let begun = Self.cpuTime()
    while times.count < turns, Self.cpuTime() - begun < Self.patience {
      let fields = [(name: "accept-encoding", value: "gzip")]
      let request = PlanRequest(headers: fields, lastEventID: lastEventID, seed: seed)
      play(scenario.plan(for: request), turns: turns, until: begun + Self.patience)
      seed += 1
    }
  }

  private mutating func play(_ beginning: Plan, turns: Int, until end: UInt64) {
    var plan = beginning
    var now: PlanTime = 0
    var writes = Writes()
    while times.count < turns {
      let clock = ClockReading(wall: 1_763_807_445_000_000_000 &+ Int64(clamping: now), monotonic: now)
      var meter = Meter.turn
      let begun = Self.cpuTime()
      let next = plan.advance(to: now, clock: clock, meter: &meter, into: &writes)
      let ended = Self.cpuTime()
      times.append(ended - begun)
      work += max(Meter.turn.work - meter.work, 1)
      writes.removeAll()
      guard ended < end, plan.skip(to: next, &now) else { return }
    }
  }

  /// Microseconds per turn (median, 99th percentile, longest), nanoseconds per unit of work, and the number of turns.
  var row: String {
    let sorted = times.sorted()
    guard let longest = sorted.last else { return "0 turns" }
    let micro = [sorted[sorted.count / 2], sorted[sorted.count * 99 / 100], longest].map { $0 / 1_000 }
    let unit = Double(times.reduce(0, +)) / Double(max(work, 1))
    return "\(micro[0]) | \(micro[1]) | \(micro[2]) | \(String(format: "%.1f", unit)) | \(sorted.count)"
  }

  private static func cpuTime() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
