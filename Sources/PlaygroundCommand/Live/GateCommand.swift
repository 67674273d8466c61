import ArgumentParser
import Playground

struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Opens a gate that streams wait at, with a value or without.",
    discussion: """
      A stream that is at 'gate: NAME' or 'await: NAME' continues; the value is what 'await'
      takes. Where no stream waits, the next that comes to the gate passes it.

      Examples:

        sse-playground gate go --session test-1
        sse-playground gate answer --session room --data '{"text":"Hello"}'

      Exit status: 0 if the gate was opened, 1 if not, 64 for a command that makes no sense.
      """)

  @Argument(help: "The gate's name.") var name: String
  @OptionGroup(title: "Whose streams") var options: LiveOptions
  @Option(help: ArgumentHelp("The value: JSON, at most 64 KiB.", valueName: "json")) var data: String?

  func run() throws { try options.send(.gate, gate: name, body: Array((data ?? "").utf8)) }
}
