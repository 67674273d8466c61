import ArgumentParser
import Playground

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

  @Argument(help: "What the scenario is called: a to z, digits and '-'; at most 64 characters.")
  var name: String

  @OptionGroup var folder: FolderOptions

  func run() async throws {
    let settings = try folder.settings().playground
    do throws(NewScenarioFile.Failure) {
      let file = try NewScenarioFile.make(name, in: settings.scenarios, limit: settings.scenarioLimit)
      let option = folder.scenarios.map { " --scenarios \($0.quotedForShell)" } ?? ""
      Output.print(
        """
        wrote \(file.path.escapedForLog)

          sse-playground check \(file.path.quotedForShell)
          sse-playground play \(name)\(option) --speed 5
          curl -N http://127.0.0.1:8000/play/\(name)    while 'sse-playground serve\(option)' runs

        Edit it while the server runs: what is saved plays at the next connection.
        docs/scenario-format.md explains every key.
        """)
    } catch {
      Output.complain(error.description)
      throw ExitCode(1)
    }
  }
}
