import ArgumentParser

/// The flags that every command knows.
struct FolderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The folder of scenario files. [SCENARIOS, default: scenarios]", valueName: "folder"))
  var scenarios: String?

  func settings() async throws -> Settings {
    try await readSettings(["SCENARIOS": scenarios])
  }
}

/// Reads the settings, or ends with one line and exit status 64.
func readSettings(_ flags: [String: String?]) async throws -> Settings {
  do {
    return try await Settings.read(flags: flags.compactMapValues { $0 })
  } catch let error as Settings.Invalid {
    Output.complain(error.description)
    throw ExitCode(64)
  }
}
