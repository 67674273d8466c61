import ArgumentParser
import Playground

@main
struct Command: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sse-playground",
    abstract: "Plays scenario files as Server-Sent Events.",
    discussion: """
      A scenario is a YAML file that says what a stream sends and when. Each plays at an address:

        sse-playground init             write a folder to begin with
        sse-playground                  serve scenarios/ at http://127.0.0.1:8000
        curl -N 127.0.0.1:8000/events   watch one arrive

      Files can be tried without a server:

        sse-playground check scenarios  find every mistake
        sse-playground plan counter     see what would be sent and when
        sse-playground play counter     send it to standard output in real time

      Settings come from flags, then the environment, then the file .env in the
      working folder. 'sse-playground serve --help' lists them all.
      """,
    version: Build.version,
    subcommands: [
      ServeCommand.self, CheckCommand.self, PlanCommand.self, PlayCommand.self, ListCommand.self,
      InitCommand.self, NewCommand.self, HealthCommand.self,
      ExportCommand.self, ImportCommand.self,
    ],
    defaultSubcommand: ServeCommand.self)

  static func main() async {
    Signals.ignoreBrokenPipes()
    Signals.endAsFirstProcess()
    await main(nil)
  }
}
