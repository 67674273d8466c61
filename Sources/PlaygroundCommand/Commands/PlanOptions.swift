import ArgumentParser
import Playground
import Scenarios
import TextForms

/// The options of `plan` and `play`, which play one scenario without a server.
struct PlanOptions: ParsableArguments {
  @Argument(help: "A scenario file, the name of a scenario in the scenario folder, or - for standard input.")
  var file: String

  @Option(help: "Where random numbers come from: a whole number, 'random', or any text.")
  var seed: String?

  @Option(
    name: .customLong("param"),
    help: ArgumentHelp(
      "A parameter of the scenario's path; may be given several times.", valueName: "name=value"))
  var parameters: [String] = []

  @Option(
    name: .customLong("query"),
    help: ArgumentHelp(
      "A parameter of the request's query; may be given several times.", valueName: "name=value"))
  var query: [String] = []

  @Option(help: "The request's method, such as OPTIONS for a preflight.")
  var method: String?

  @Option(
    name: .customLong("header"),
    help: ArgumentHelp(
      "A header field of the request; may be given several times.", valueName: "name: value"))
  var headers: [String] = []

  @Option(help: "As if the client came back after the event with this ID.")
  var lastEventID: String?

  @Option(help: "Which connection of its session it is: 1 for the first, 2 for the second.")
  var attempt = 1

  @OptionGroup var folder: FolderOptions

  /// Returns the plan. If the scenario has mistakes, prints all of them to standard error and ends the command with exit status 1.
  func plan(clock: ClockReading) async throws -> Plan {
    let settings = try folder.settings().playground
    let scenario: Scenario
    do {
      let source = try ScenarioSource.find(file, in: settings.scenarioFolders, limit: settings.scenarioLimit)
      scenario = try Scenario.load(
        text: source.text, name: ScenarioName.isValid(source.name) ? source.name : "scenario",
        file: source.file, reserved: .playground,
        resolve: ScenarioSource.resolver(folders: settings.scenarioFolders, limit: settings.scenarioLimit))
    } catch let error as ScenarioMistakes {
      Output.complain(lines: error.description)
      throw ExitCode(1)
    }
    var number: UInt64?
    if let seed {
      guard let given = Seed(seed) else {
        throw ValidationError("--seed must be 1 to \(Seed.longest) bytes long")
      }
      number = given.number
    }
    if scenario.drawsSeed, number == nil {
      Output.warn("each request draws a seed of its own; this is the run of seed 1, and --seed shows another")
    }
    var values: [String: String] = [:]
    for (name, value) in try pairs(parameters, of: "--param") { values[name] = value }
    guard (1...1_000_000).contains(attempt) else {
      throw ValidationError("--attempt must be from 1 to 1000000")
    }
    return scenario.plan(
      for: scenario.request(
        method: method?.uppercased(), parameters: values, query: try pairs(query, of: "--query"),
        headers: try fields(), lastEventID: lastEventID, attempt: attempt, seed: number),
      clock: clock)
  }

  private func fields() throws -> [(name: String, value: String)] {
    try headers.map { text in
      guard let colon = text.firstIndex(of: ":"), colon > text.startIndex else {
        throw ValidationError("--header must be 'name: value', got '\(text)'")
      }
      let value = text[text.index(after: colon)...].drop { $0 == " " }
      return (String(text[..<colon]), String(value))
    }
  }

  private func pairs(_ texts: [String], of option: String) throws -> [(name: String, value: String)] {
    try texts.map { text in
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
        throw ValidationError("\(option) must be name=value, got '\(text)'")
      }
      return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
  }
}
