import ArgumentParser
import Playground

/// The flags of commands that use the saved scenarios.
struct DataOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder of saved scenarios. [DATA, default: data]", valueName: "folder"))
  var data: String?

  @Option(
    help: ArgumentHelp("The folder of scenario files. [SCENARIOS, default: scenarios]", valueName: "folder"))
  var scenarios: String?

  func settings() throws -> Settings {
    try readSettings(
      ["DATA": data, "SCENARIOS": scenarios],
      keys: [
        "DATA", "SCENARIOS", "SHIPPED_SCENARIOS", "PUBLIC", "MAX_SCENARIO_BYTES", "MAX_SAVED",
        "MAX_SAVED_BYTES", "MAX_VERSIONS",
      ])
  }

  /// Opens the database. A failure is one line on standard error and exit status 1.
  func transfer() async throws -> SavedTransfer {
    let settings = try settings()
    do throws(SavedTransfer.Failure) {
      return try await SavedTransfer(settings.playground, notice: { Output.warn($0) })
    } catch {
      Output.complain(error.description)
      throw ExitCode(1)
    }
  }
}
