import ArgumentParser
import Playground
import TextForms

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Saves scenarios from files and archives.",
    discussion: """
      Examples:

        sse-playground import saved.tar.gz      everything that 'sse-playground export' wrote
        sse-playground import counter.yaml      one file, saved as 'counter'
        generate | sse-playground import - --name mine

      An archive is saved as a whole or not at all. A name that is already saved gets another version.
      A server that is running plays them within a second.
      """)

  @Argument(
    help: ArgumentHelp(
      "Files that end in .yaml, or .tar.gz archives; - is standard input.", valueName: "file"))
  var files: [String]

  @Option(help: "The name of a scenario that is read from standard input.")
  var name: String?

  @Flag(help: "Save nothing from a file if one of its names is already saved with another text.")
  var refuseExisting = false

  @OptionGroup var options: DataOptions

  func validate() throws {
    if name != nil, files.count > 1 { throw ValidationError("--name is for one file") }
  }

  func run() async throws {
    let transfer = try await options.transfer()
    var isDone = true
    for file in files {
      do throws(Failure) {
        for line in try await transfer.importFile(file, name: name, refuseExisting: refuseExisting) {
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
