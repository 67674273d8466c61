import ArgumentParser
import Foundation
import Playground

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Saves scenarios from files and archives.",
    discussion: """
      Examples:

        sse-playground import saved.tar.gz      everything that 'sse-playground export' wrote
        sse-playground import counter.yaml      one file, saved as 'counter'

      Of an archive all scenarios are saved or none. A name that is there gets a next version.
      A server that is running plays them within a second.
      """)

  @Argument(help: ArgumentHelp("Files that end in .yaml, or .tar.gz archives.", valueName: "file"))
  var files: [String]

  @Flag(help: "Save nothing of a file when a name is there with another text.")
  var refuseExisting = false

  @OptionGroup var options: DataOptions

  func run() async throws {
    let transfer = try await options.transfer()
    var isDone = true
    for file in files {
      do throws(SavedTransfer.Failure) {
        for line in try await transfer.take(try read(file), file: file, refuseExisting: refuseExisting) {
          Output.print(line)
        }
      } catch {
        Output.complain("\(file): \(error.description)")
        isDone = false
      }
    }
    if !isDone { throw ExitCode(1) }
  }

  private func read(_ file: String) throws(SavedTransfer.Failure) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: file)))
    } catch {
      throw SavedTransfer.Failure("it cannot be read: \(error.localizedDescription)")
    }
  }
}
