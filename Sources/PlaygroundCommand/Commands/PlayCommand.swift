import ArgumentParser
import Platform
import Playground
import Scenarios

struct PlayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play",
    abstract: "Sends a scenario's bytes to standard output in real time.",
    discussion: """
      Examples:

        sse-playground play counter
        sse-playground play agent --param agent_id=agent-7 --speed 10
        sse-playground play metrics --seed 42 | head -20

      What is written is the body of the response, byte for byte. Gates are passed at once.
      """)

  @OptionGroup var options: PlanOptions

  @Option(help: "How fast time passes, from 0.01 to 1000.")
  var speed = "1"

  func run() async throws {
    guard let speed = PlaySpeed(speed) else {
      throw ValidationError("--speed must be a number from 0.01 to 1000")
    }
    var plan = try await options.plan(
      clock: ClockReading(wall: WallClock.now, monotonic: Monotonic.now))
    var writes = Writes()
    var start: UInt64?
    while true {
      var meter = Meter.turn
      let time = start.map { speed.planTime(of: Monotonic.now - $0) } ?? 0
      let clock = ClockReading(wall: WallClock.now, monotonic: Monotonic.now)
      let next = plan.advance(to: time, clock: clock, meter: &meter, into: &writes)
      Output.write(writes.bytes)
      writes.removeAll()
      if case .again = next { continue }
      let begun = start ?? clock.monotonic
      start = begun
      switch next {
      case .respond(let response): return Output.write(response.body)
      case .end: return
      case .gate(let name, _): plan.open(gate: name, at: time)
      case .at(let time): Monotonic.sleep(until: begun &+ speed.duration(of: time))
      // The stream stays open, whether or not more bytes will come. For nil, sleeps for an hour at a time.
      case .idle(let time):
        let pause = time.map { speed.duration(of: $0) } ?? 3_600_000_000_000 + clock.monotonic - begun
        Monotonic.sleep(until: begun &+ pause)
      // There is no other session that could receive a signal.
      case .head, .signal, .follow, .again: break
      }
    }
  }
}
