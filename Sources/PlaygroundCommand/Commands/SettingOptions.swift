import ArgumentParser

/// The flag of commands that read scenario files.
struct FolderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The folder of scenario files. [SCENARIOS, default: scenarios]", valueName: "folder"))
  var scenarios: String?

  func settings() throws -> Settings {
    try readSettings(
      ["SCENARIOS": scenarios], keys: ["SCENARIOS", "SHIPPED_SCENARIOS", "PUBLIC", "MAX_SCENARIO_BYTES"])
  }
}

/// Reads the settings. An invalid one is one line on standard error and exit status 64.
func readSettings(_ flags: [String: String?], keys: Set<String>? = nil) throws -> Settings {
  do {
    return try Settings.read(flags: flags.compactMapValues { $0 }, keys: keys, warn: Output.warn)
  } catch let error as Settings.Invalid {
    Output.complain(error.description)
    throw ExitCode(64)
  }
}
