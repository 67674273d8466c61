import ArgumentParser
import Playground
import Scenarios
import TextForms

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

      A running server says what its clients did right and wrong:

        sse-playground verdict KEY      what the clients of a session did

      Streams of a running server are in your hand:

        sse-playground send --all --data Hello
        sse-playground cut --scenario counter

      Settings come from flags, then the environment, then the file .env in the
      working folder. 'sse-playground serve --help' lists them all.
      """,
    version: Build.version,
    subcommands: [
      ServeCommand.self, CheckCommand.self, PlanCommand.self, PlayCommand.self, ListCommand.self,
      InitCommand.self, NewCommand.self, VerdictCommand.self, HealthCommand.self,
      ExportCommand.self, ImportCommand.self, RoomCommand.self,
      SendCommand.self, PauseCommand.self, FreezeCommand.self, ResumeCommand.self, GateCommand.self,
      EndCommand.self, CutCommand.self, ResetCommand.self,
    ],
    defaultSubcommand: ServeCommand.self)

  static func main() async {
    Signals.ignoreBrokenPipes()
    Signals.endAsFirstProcess()
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      try refuseUnknownCommand(arguments.first)
      var command = try parseAsRoot(arguments)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      Output.complain(failure.description)
      Output.leave(1)
    } catch let invalid as Settings.Invalid {
      Output.complain(invalid.description)
      Output.leave(64)
    } catch {
      let status = exitCode(for: error)
      let message = fullMessage(for: error)
      if status.isSuccess {
        Output.print(message)
      } else if !message.isEmpty {
        Output.complain(lines: message)
      }
      Output.leave(status.rawValue)
    }
  }

  /// Rejects an unknown first word, which ArgumentParser would otherwise report as an argument of `serve`.
  private static func refuseUnknownCommand(_ word: String?) throws {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word, !word.hasPrefix("-"), !names.contains(word) else { return }
    Output.complain(
      "there is no command '\(word.escapedForLog)'.\(NearestNames.question(NearestNames.of(word, among: names))) The commands are \(names.joined(separator: ", "))."
    )
    throw ExitCode.validationFailure
  }
}
