import ArgumentParser
import Playground
import TextForms

struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the scenarios: files, those that came with the program, and saved ones.",
    discussion: """
      Each line has the name, the address (after the method unless it is GET), the origin and the title; one with mistakes is marked.
      Saved scenarios are listed if there is a database.
      """)

  @OptionGroup var options: DataOptions

  func run() async throws {
    let settings = try options.settings().playground
    let list = try await SavedTransfer.list(settings, notice: { Output.warn($0) })
    for (file, reason) in list.leftOut { Output.warn("\(file.escapedForLog) is left out: \(reason)") }
    if list.files.isEmpty {
      throw Failure("there are no scenario files in \(settings.scenarios.escapedForLog)")
    }
    let rows = list.files.map {
      [
        $0.name.escapedForLog, ($0.method == "GET" ? "" : $0.method + " ") + ($0.address ?? $0.play ?? "-"),
        $0.origin.escapedForLog,
      ]
    }
    let widths = (0..<3).map { column in rows.map { $0[column].utf8.count }.max() ?? 0 }
    for (file, row) in zip(list.files, rows) {
      let mark =
        file.isValid ? "" : "  (has mistakes: sse-playground check \(file.report.file.quotedForShell))"
      let columns = zip(row, widths).map { $0.padded(to: $1) }
      Output.print(columns.joined(separator: "  ") + "  " + file.title.escapedForLog + mark)
    }
  }
}
