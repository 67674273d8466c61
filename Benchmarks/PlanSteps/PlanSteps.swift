import Foundation
import Scenarios

/// Plays a scenario's plan without a socket and without waiting, and prints how many events it yields per second of CPU time.
///
///     plan-steps Benchmarks/scenarios/firehose.yaml [events]
///
/// With `--turns`, prints how long a stream's turn takes in each scenario:
///
///     plan-steps --turns Tests/Bombs/scenarios/*.yaml
@main
struct PlanSteps {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let file = arguments.first, file != "--turns" || arguments.count > 1 else {
      print("usage: plan-steps FILE [EVENTS]\n       plan-steps --turns FILE…")
      exit(2)
    }
    if file == "--turns" { return printTurns(of: Array(arguments.dropFirst())) }
    let wanted = arguments.dropFirst().first.flatMap { Int($0) } ?? 4_000_000
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let scenario = try Scenario.load(text: text, name: "plan-steps", file: file, reserved: .none)
    _ = play(scenario, events: wanted / 10)
    let begun = cpuTime()
    let (events, bytes) = play(scenario, events: wanted)
    let seconds = Double(cpuTime() - begun) / 1e9
    print("\(Int(Double(events) / seconds)) events/s")
    print("\(events) events, \(bytes) bytes, \(Int(seconds * 1e9 / Double(max(1, events)))) ns an event")
  }

  private static func printTurns(of files: [String]) {
    print(
      "| scenario | median us | p99 us | longest us | ns a unit | turns |\n|---|---:|---:|---:|---:|---:|")
    for file in files {
      let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
      guard let text = try? String(contentsOfFile: file, encoding: .utf8),
        let scenario = try? Scenario.load(text: text, name: name, file: file, reserved: .none)
      else {
        print("| \(name) | refused | | | | |")
        continue
      }
      // A last event ID that was never sent makes the plan search all events.
      for (after, note) in [(nil, ""), ("nope", ", searching")] {
        print("| \(name)\(note) | \(TurnCosts(scenario, turns: 60, after: after).row) |")
      }
    }
  }

  /// Plays a plan as a stream does, but without a socket: the bytes of each turn, up to 64 KiB, are discarded.
  private static func play(_ scenario: Scenario, events wanted: Int) -> (events: Int, bytes: Int) {
    var plan = scenario.plan(for: PlanRequest(path: "/firehose"))
    var clock = ClockReading(wall: 1_763_807_445_000_000_000, monotonic: 1_000_000_000_000)
    var writes = Writes()
    var bytes = 0
    var now: PlanTime = 0
    while plan.eventCount < wanted {
      clock.wall &+= 500
      clock.monotonic &+= 500
      var meter = Meter.turn
      let next = plan.advance(to: now, clock: clock, meter: &meter, into: &writes)
      bytes += writes.bytes.count
      writes.removeAll()
      guard plan.skip(to: next, &now) else { break }
    }
    return (plan.eventCount, bytes)
  }

  private static func cpuTime() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

extension Plan {
  /// Moves on to `next` as if its time had come, or its gate had been opened.
  ///
  /// - Returns: whether there is more to come.
  mutating func skip(to next: Next, _ now: inout PlanTime) -> Bool {
    switch next {
    case .head, .signal, .again: return true
    case .at(let time), .idle(let time?):
      now = max(now, time)
      return true
    case .gate(let name, _):
      open(gate: name, at: now)
      return true
    case .idle, .respond, .follow, .end: return false
    }
  }
}
