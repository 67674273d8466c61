import ArgumentParser
import Playground

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Saves scenarios from files and archives.",
    discussion: """
      Examples:

        sse-playground import saved.tar.gz      everything that 'sse-playground export' wrote
        sse-playground import counter.yaml      one file, saved as 'counter'
        generate | sse-playground import - --name mine

      Of an archive all scenarios are saved or none. A name that is there gets a next version.
      A server that is running plays them within a second.
      """)

  @Argument(
    help: ArgumentHelp(
      "Files that end in .yaml, or .tar.gz archives; - is standard input.", valueName: "file"))
  var files: [String]

  @Option(help: "What a scenario is called that comes through a pipe.")
  var name: String?

  @Flag(help: "Save nothing of a file when a name is there with another text.")
  var refuseExisting = false

  @OptionGroup var options: DataOptions

  func validate() throws {
    if name != nil, files.count > 1 { throw ValidationError("--name is for one file") }
  }

  func run() async throws {
    let transfer = try await options.transfer()
    var isDone = true
    for file in files {
      do throws(SavedTransfer.Failure) {
        for line in try await transfer.take(file, name: name, refuseExisting: refuseExisting) {
          Output.print(line)
        }
      } catch {
        Output.complain("\(file.escapedForLog): \(error.description)")
        isDone = false
      }
    }
    if !isDone { throw ExitCode(1) }
  }
}
