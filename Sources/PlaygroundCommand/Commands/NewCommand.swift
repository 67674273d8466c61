import ArgumentParser
import Playground
import TextForms

struct NewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Writes a commented scenario to begin with.",
    discussion: """
      Examples:

        sse-playground new orders                          scenarios/orders.yaml
        sse-playground new orders --scenarios my-streams   my-streams/orders.yaml

      The file can be played as it is. One that is there already is left alone.
      """)

  @Argument(help: "The scenario's name: \(ScenarioName.rule).")
  var name: String

  @OptionGroup var folder: FolderOptions

  func run() async throws {
    let settings = try folder.settings().playground
    let path = try NewScenarioFile.make(name, in: settings.scenarios)
    let option = folder.scenarios.map { " --scenarios \($0.quotedForShell)" } ?? ""
    Output.print(
      """
      wrote \(path.escapedForLog)

        sse-playground check \(path.quotedForShell)
        sse-playground play \(name)\(option) --speed 5
        curl -N http://127.0.0.1:8000/play/\(name)    while 'sse-playground serve\(option)' runs

      Edit it while the server runs: what is saved plays at the next connection.
      docs/scenario-format.md explains every key.
      """)
  }
}
