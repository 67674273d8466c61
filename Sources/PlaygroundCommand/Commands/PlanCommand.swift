import ArgumentParser
import Platform
import Playground
import Scenarios

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Shows what a scenario would send and when, without waiting.",
    discussion: """
      Examples:

        sse-playground plan counter
        sse-playground plan scenarios/agent.yaml --param agent_id=agent-7 --limit 5
        sse-playground plan metrics --seed 42 --json
        sse-playground plan counter --last-event-id 41

      The request is the one that the scenario's key 'client' describes; what --param and --query say goes first.
      Each action stands with the seconds since the stream began and the scenario's line it comes from.
      """)

  @OptionGroup var options: PlanOptions

  @Option(help: "Actions at most.")
  var limit = 50

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    guard (1...1_000_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 1000000") }
  }

  func run() async throws {
    let wall = WallClock.now
    let plan = try await options.plan(clock: ClockReading(wall: wall, monotonic: 0))
    let outline = PlanOutline(plan, limit: limit, byteLimit: 67_108_864, wall: wall)
    if json {
      Output.print(outline.jsonText)
      return
    }
    for step in outline.steps { Output.print(step.text) }
    if outline.isCut { Output.print("… and on; --limit shows more") }
  }
}

extension PlanOutline.Step {
  /// The time, the line, and what is sent, line by line:
  ///
  ///       2.000s  line 7  id: 1
  ///                       data: hello
  fileprivate var text: String {
    let milliseconds = time / 1_000_000
    let fraction = String(milliseconds % 1000)
    let clock =
      "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.utf8.count) + fraction + "s"
    let place = line > 0 ? "line \(line)" : ""
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.utf8.count))
    }
    let margin =
      String(repeating: " ", count: max(0, 10 - clock.utf8.count)) + clock + "  " + padded(place, 10)
    let blank = String(repeating: " ", count: margin.utf8.count)
    return description.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { ($0.offset == 0 ? margin : $0.element.isEmpty ? "" : blank) + $0.element }.joined(
        separator: "\n")
  }

  private var description: String {
    switch action {
    case .head(let head):
      (["\(head.status) stream" + (line > 0 ? ", with the steps of this attempt" : "")]
        + head.headers.map { "\($0.name): \($0.value)" }).joined(separator: "\n")
    case .respond(let response):
      (["\(response.status) answer"] + response.headers.map { "\($0.name): \($0.value)" }
        + (response.body.isEmpty ? [] : [Self.visible(response.body)])
        + (response.ending == .complete ? [] : ["ends: \(response.ending.rawValue)"])).joined(separator: "\n")
    case .write: Self.visible(bytes)
    case .gate(let name): "holds until the gate '\(name)' is opened"
    case .hold: "stays open, with nothing more to send"
    case .signal(let signal): "opens the gate '\(signal.gate)' of session '\(signal.session)'"
    case .follow: "follows the shared timeline"
    case .end(let ending): "ends: \(ending.rawValue)"
    }
  }

  /// Text with its line ends as they are on paper; other control characters by their pictures.
  private static func visible(_ bytes: [UInt8]) -> String {
    var text = ""
    for character in String(decoding: bytes, as: UTF8.self) {
      switch character {
      case "\n", "\r\n", "\r": text += "\n"
      default:
        for scalar in character.unicodeScalars {
          let picture =
            scalar.value < 0x20
            ? Unicode.Scalar(0x2400 + scalar.value) : scalar == "\u{7F}" ? "\u{2421}" : nil
          text.unicodeScalars.append(picture ?? scalar)
        }
      }
    }
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
