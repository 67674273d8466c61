import ArgumentParser
import Playground
import TextForms

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Finds every mistake in scenario files.",
    discussion: """
      Examples:

        sse-playground check                          all files in the scenario folder
        sse-playground check scenarios/counter.yaml   one file
        sse-playground check --json a.yaml b.yaml     for programs and editors
        generate | sse-playground check -             what another program writes

      Each mistake is reported with its file, line and column, the line itself, and what would be right.
      Exit status: 0 without mistakes, 1 with some, 64 if the command line is wrong.
      """)

  @Argument(help: "Files, folders or names of scenarios; - is standard input.")
  var files: [String] = []

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var folder: FolderOptions

  func run() async throws {
    let settings = try folder.settings().playground
    let checks =
      files.isEmpty
      ? [ScenarioCheck(folder: settings.scenarios, settings)] : files.map { ScenarioCheck($0, settings) }
    if json {
      Output.print(ScenarioCheck.json(checks))
    } else {
      for check in checks { say(check) }
      if checks.allSatisfy({ $0.files.isEmpty && $0.leftOut.isEmpty }) {
        Output.print("there are no scenario files")
      }
    }
    if !checks.allSatisfy(\.isValid) { throw ExitCode(1) }
  }

  private func say(_ check: ScenarioCheck) {
    for file in check.files {
      if let failure = file.failure {
        Output.complain(failure)
        continue
      }
      if !file.report.mistakes.isEmpty { Output.print(file.report.description) }
      let note = file.drawsSeed ? " (with seed 1; each request draws its own)" : ""
      if file.isValid { Output.print("\(file.report.file): ok, \(file.extent)\(note)") }
    }
    for (file, reason) in check.leftOut { Output.warn("\(file.escapedForLog) is left out: \(reason)") }
  }
}

extension ScenarioCheck.File {
  /// `102 events in 3m 22s`
  var extent: String {
    guard let estimate else { return "no events" }
    let events = estimate.events.map { "\($0) \($0 == 1 ? "event" : "events")" } ?? "events"
    if estimate.isEndless { return "\(events) without end" }
    guard let duration = estimate.duration else { return "its length shows when it plays" }
    return "\(events) in \(Self.text(seconds: Double(duration) / 1e9))"
  }

  private static func text(seconds: Double) -> String {
    if seconds < 60 {
      let tenths = Int((seconds * 10).rounded())
      return tenths % 10 == 0 ? "\(tenths / 10)s" : "\(tenths / 10).\(tenths % 10)s"
    }
    let whole = Int(min(seconds, 1e15).rounded())
    return whole < 3600 ? "\(whole / 60)m \(whole % 60)s" : "\(whole / 3600)h \(whole / 60 % 60)m"
  }
}
