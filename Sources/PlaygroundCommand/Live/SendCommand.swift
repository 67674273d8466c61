import ArgumentParser
import Playground

struct SendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send",
    abstract: "Puts an event into streams of a running server.",
    discussion: """
      It enters between two events, as if the scenario had sent it, and leaves the
      scenario's own times and random numbers as they are.

      Examples:

        sse-playground send --session demo --data Hello
        sse-playground send --scenario counter --event notice --data '{"text":"Hi"}'
        sse-playground send --all --comment 'still there'
        sse-playground send --stream 1f --data tick --every 2s --times 5
        sse-playground send --session demo --raw $'data: half an'

      A server beyond this machine wants its token: set ADMIN_TOKEN in the environment.
      Exit status: 0 if a stream was reached, 1 if none was or the server refused, 64 for
      a command that makes no sense.
      """)

  @OptionGroup(title: "Whose streams") var options: LiveOptions
  @Option(help: ArgumentHelp("The event's type.", valueName: "type")) var event: String?
  @Option(help: "The event's id.") var id: String?
  @Option(help: ArgumentHelp("The event's data; each line becomes a field.", valueName: "text")) var data:
    String?
  @Option(help: ArgumentHelp("A comment, which clients pass over.", valueName: "text")) var comment: String?
  @Option(help: ArgumentHelp("The reconnection time, such as 3s.", valueName: "duration")) var retry: String?
  @Option(help: ArgumentHelp("Bytes that are sent as they are, wherever the stream is.", valueName: "text"))
  var raw: String?
  @Option(help: ArgumentHelp("Repeat it this often, 10ms or more.", valueName: "duration")) var every: String?
  @Option(help: ArgumentHelp("How many times, with --every, up to 1000. (default: 10)", valueName: "number"))
  var times: Int?

  func run() throws {
    let members: [(name: String, value: String?)] = [
      ("event", event), ("id", id), ("data", data), ("comment", comment), ("retry", retry), ("raw", raw),
      ("every", every),
    ]
    guard members.dropLast().contains(where: { $0.value != nil }) else {
      throw ValidationError(
        "there is nothing to be sent: give --data, --event, --id, --comment, --retry or --raw")
    }
    try options.send(.inject, body: LiveRequest.object(members, times: times))
  }
}
