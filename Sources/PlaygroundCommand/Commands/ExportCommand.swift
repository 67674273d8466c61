import ArgumentParser
import Playground

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes saved scenarios to standard output.",
    discussion: """
      Examples:

        sse-playground export my-test > scenarios/my-test.yaml   one, as it was written
        sse-playground export > saved.tar.gz                     all of them, as an archive

      A file in scenarios/ takes precedence over a saved scenario of the same name. A server may be running meanwhile.
      """)

  @Argument(help: "The scenario's name; all saved ones when left out.")
  var name: String?

  @OptionGroup var options: DataOptions

  func run() async throws {
    let transfer = try await options.transfer()
    if let name { return Output.write(try transfer.text(of: name)) }
    if Output.isTerminal {
      throw Failure("the archive is not for the screen: sse-playground export > saved.tar.gz")
    }
    Output.write(try await transfer.archive().bytes)
  }
}
