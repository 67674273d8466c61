import ArgumentParser
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
    let start = HostClock.monotonic
    var plan = try await options.plan(clock: ClockReading(wall: HostClock.wall, monotonic: start))
    var buffer: [UInt8] = []
    var isHeld = false
    while let next = isHeld ? plan.nextWhileHeld() : plan.next() {
      let due = start &+ speed.duration(of: next.time - min(plan.resumedTime, next.time))
      if due > HostClock.monotonic {
        Output.write(buffer)
        buffer.removeAll(keepingCapacity: true)
        HostClock.sleep(until: due)
      }
      switch next.action {
      case .write:
        plan.render(clock: ClockReading(wall: HostClock.wall, monotonic: HostClock.monotonic), into: &buffer)
      case .respond(let response): buffer += response.body
      case .hold: isHeld = true
      case .gate(let name): plan.open(gate: name, at: next.time)
      case .end:
        Output.write(buffer)
        return
      case .head, .follow, .pause: break
      }
      if buffer.count >= 65_536 {
        Output.write(buffer)
        buffer.removeAll(keepingCapacity: true)
      }
    }
    Output.write(buffer)
    // The stream would stay open, without a byte.
    while isHeld { HostClock.sleep(until: HostClock.monotonic + 3_600_000_000_000) }
  }
}
