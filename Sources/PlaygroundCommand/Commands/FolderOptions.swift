import ArgumentParser
import Playground

/// The flag of commands that read scenario files.
struct FolderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The folder of scenario files. [SCENARIOS, default: scenarios]", valueName: "folder"))
  var scenarios: String?

  func settings() throws -> Settings {
    try Settings.read(
      ["SCENARIOS": scenarios], keys: ["SCENARIOS", "SHIPPED_SCENARIOS", "PUBLIC", "MAX_SCENARIO_BYTES"])
  }
}

/// The flags of commands that use the saved scenarios.
struct DataOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder of saved scenarios. [DATA, default: data]", valueName: "folder"))
  var data: String?

  @Option(
    help: ArgumentHelp("The folder of scenario files. [SCENARIOS, default: scenarios]", valueName: "folder"))
  var scenarios: String?

  func settings() throws -> Settings {
    try Settings.read(
      ["DATA": data, "SCENARIOS": scenarios],
      keys: [
        "DATA", "SCENARIOS", "SHIPPED_SCENARIOS", "PUBLIC", "MAX_SCENARIO_BYTES", "MAX_SAVED",
        "MAX_SAVED_BYTES", "MAX_VERSIONS",
      ])
  }

  /// Opens the database.
  func transfer() async throws -> SavedTransfer {
    try await SavedTransfer(try settings().playground, notice: { Output.warn($0) })
  }
}
