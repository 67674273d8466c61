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
    do throws(SavedTransfer.Failure) {
      if let name {
        Output.write(try transfer.text(of: name))
        return
      }
      if Output.isTerminal {
        throw SavedTransfer.Failure("the archive is not for the screen: sse-playground export > saved.tar.gz")
      }
      let archive = try await transfer.archive()
      Output.write(archive.bytes)
    } catch {
      Output.complain(error.description)
      throw ExitCode(1)
    }
  }
}
