import ArgumentParser
import Playground

struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the scenarios of the scenario folder, and those that came with the program.",
    discussion: "Each stands with its address and its title; one with mistakes is marked.")

  @OptionGroup var folder: FolderOptions

  func run() async throws {
    let settings = try folder.settings().playground
    let files = ScenarioCheck(
      folder: settings.scenarios, shipped: settings.shippedScenarios, limit: settings.scenarioLimit
    ).files
    if files.isEmpty {
      Output.complain("there are no scenario files in \(settings.scenarios)")
      throw ExitCode(1)
    }
    let addresses = files.map { $0.address ?? $0.play ?? "-" }
    let widths = (files.map(\.name.utf8.count).max() ?? 0, addresses.map(\.utf8.count).max() ?? 0)
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.utf8.count))
    }
    for (file, address) in zip(files, addresses) {
      let mark = file.isValid ? "" : "  (has mistakes: sse-playground check \(file.report.file))"
      Output.print("\(padded(file.name, widths.0))  \(padded(address, widths.1))  \(file.title)\(mark)")
    }
  }
}
