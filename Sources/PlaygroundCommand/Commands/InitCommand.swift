import ArgumentParser
import Playground

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a folder to begin with.",
    discussion: """
      Examples:

        sse-playground init             here
        sse-playground init my-streams  in the folder my-streams, which is made

      It holds scenarios/first.yaml, which can be played as it is, the schema by which editors
      complete and check scenarios, and .env with all settings at their defaults. What is there
      already is left alone.
      """)

  @Argument(help: "The folder.")
  var folder = "."

  func run() async throws {
    let made = try NewFolder(folder, settings: Setting.example)
    for path in made.written { Output.print("wrote \(path)") }
    for path in made.kept { Output.print("left \(path) as it is") }
    var lines = ["", "  sse-playground", "  curl -N http://127.0.0.1:8000/play/first"]
    if folder != "." { lines.insert("  cd \(folder)", at: 1) }
    lines += [
      "", "Edit scenarios/first.yaml while the server runs: what is saved plays at the next connection.",
    ]
    Output.print(lines.joined(separator: "\n"))
  }
}
