import ArgumentParser
import Platform
import Playground
import Scenarios
import TextForms

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
        sse-playground plan unavailable-twice --attempt 3
        sse-playground plan counter --method OPTIONS --header 'Origin: http://localhost:3000'

      The request is the one that the scenario's key 'client' describes; --method, --param, --query and --header
      override it.
      Each action is shown with the seconds since the stream began and the line of the scenario that it comes from. For a
      scenario with 'attempts', the output begins with which connections play its steps, and which do not.
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
    if let text = outline.attemptsText { Output.print(text) }
    for step in outline.steps { Output.print(step.text) }
    if outline.isCut { Output.print("… and on; --limit shows more") }
  }
}

extension PlanOutline {
  /// The response to each connection; nil if all connections get the same response.
  ///
  ///     connections 1 to 2   line 8   503 answer, no steps
  ///     connections from 3            200 stream of the scenario's steps
  ///     This is connection 1; --attempt shows another.
  fileprivate var attemptsText: String? {
    guard attempts.count > 1 || attempts.first?.line != 0 else { return nil }
    let rows = attempts.map { attempt in
      let connections =
        switch attempt.last {
        case nil: "connections from \(attempt.first)"
        case attempt.first?: "connection \(attempt.first)"
        case let last?: "connections \(attempt.first) to \(last)"
        }
      return (connections, attempt.line == 0 ? "" : "line \(attempt.line)", attempt.description)
    }
    let width = rows.map(\.0.utf8.count).max() ?? 0
    let lines = rows.map { row in
      "\(row.0.padded(to: width + 2))\(row.1.padded(to: 10))\(row.2)"
    }
    return (lines + ["This is connection \(attempt); --attempt shows another.", ""]).joined(separator: "\n")
  }
}

extension AttemptOutline {
  fileprivate var description: String {
    let number = status.map { "\($0) " } ?? ""
    return switch plays {
    case .steps: "\(number)stream of the scenario's steps"
    case .ownSteps: "\(number)stream of steps of its own"
    case .answer: "\(number)answer, no steps"
    case .statusDecides:
      "a stream of the scenario's steps if its status is 200, else an answer, no steps"
    case .reset: "reset, no answer and no steps"
    }
  }
}

extension PlainResponse.Origin {
  fileprivate var description: String {
    switch self {
    case .attempt: "of this attempt, no steps"
    case .response: "of 'response', no steps"
    case .request: "to a request that is not what 'request' asks for, no steps"
    case .preflight: "to OPTIONS, no steps"
    case .proxy: "of the proxy, no steps"
    case .resume: "to a client that comes back, no steps"
    case .step: "of a 'respond' step"
    case .failure: "in place of what cannot be worked out, no steps"
    }
  }
}

extension PlanOutline.Step {
  /// The time, the scenario's line and the bytes sent, one output line for each of their lines:
  ///
  ///       2.000s  line 7  id: 1
  ///                       data: hello
  fileprivate var text: String {
    let milliseconds = time / 1_000_000
    let fraction = String(milliseconds % 1000)
    let clock =
      "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.utf8.count) + fraction + "s"
    let place = line > 0 ? "line \(line)" : ""
    let margin = "".padded(to: 10 - clock.utf8.count) + clock + "  " + place.padded(to: 10)
    let blank = "".padded(to: margin.utf8.count)
    return description.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { ($0.offset == 0 ? margin : $0.element.isEmpty ? "" : blank) + $0.element }.joined(
        separator: "\n")
  }

  private var description: String {
    switch action {
    case .head(let head):
      (["\(head.status) stream of " + (line > 0 ? "steps of this attempt" : "the scenario's steps")]
        + head.headers.map { "\($0.name): \($0.value)" }).joined(separator: "\n")
    case .respond(let response):
      (["\(response.status) answer" + (response.origin.map { " \($0.description)" } ?? "")]
        + response.headers.map { "\($0.name): \($0.value)" }
        + (response.body.isEmpty ? [] : [Self.visible(response.body)])
        + (response.ending == .complete ? [] : ["ends: \(response.ending.rawValue)"])).joined(separator: "\n")
    case .write: Self.visible(bytes)
    case .gate(let name): "waits until the gate '\(name)' is opened"
    case .hold: "stays open, with nothing more to send"
    case .signal(let signal): "opens the gate '\(signal.gate)' of session '\(signal.session)'"
    case .follow: "follows the shared timeline"
    case .end(let ending): "ends: \(ending.rawValue)"
    }
  }

  /// The text with every line end as LF and other control characters as their pictures (U+2400 to U+2421).
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
