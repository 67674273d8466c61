import ArgumentParser

/// The settings as flags; their help texts come from `Setting`.
struct ServeOptions: ParsableArguments {
  @Option(help: .setting("HOST", "addresses")) var host: String?
  @Option(help: .setting("PORT", "number")) var port: String?
  @Option(help: .setting("ALLOWED_ORIGINS", "origins")) var allowedOrigins: String?
  @Option(help: .setting("ALLOWED_HOSTS", "names")) var allowedHosts: String?
  @Option(help: .setting("TRUSTED_PROXIES", "addresses")) var trustedProxies: String?
  @Option(defaultAsFlag: Setting.plainRoom, parsing: .next, help: .setting("ROOM", "name")) var room: String?
  @Option(help: .setting("SCENARIOS", "folder")) var scenarios: String?
  @Option(help: .setting("SHIPPED_SCENARIOS", "folder")) var shippedScenarios: String?
  @Option(help: .setting("PUBLIC", "folder")) var `public`: String?
  @Option(help: .setting("DATA", "folder")) var data: String?
  @Option(help: .setting("LOG_LEVEL", "level")) var logLevel: String?
  @Option(help: .setting("LOG_FORMAT", "format")) var logFormat: String?
  @Option(help: .setting("LOOPS", "number")) var loops: String?

  /// The flags by key. ADMIN_TOKEN is not a flag: everyone on the machine can read a command line.
  var values: [String: String?] {
    [
      "HOST": host, "PORT": port, "ALLOWED_ORIGINS": allowedOrigins, "ALLOWED_HOSTS": allowedHosts,
      "TRUSTED_PROXIES": trustedProxies, "ROOM": room,
      "SCENARIOS": scenarios, "SHIPPED_SCENARIOS": shippedScenarios, "PUBLIC": `public`, "DATA": data,
      "LOG_LEVEL": logLevel, "LOG_FORMAT": logFormat, "LOOPS": loops,
    ]
  }
}

struct LimitOptions: ParsableArguments {
  @Option(help: .setting("MAX_STREAMS", "number")) var maxStreams: String?
  @Option(help: .setting("MAX_CONNECTIONS", "number")) var maxConnections: String?
  @Option(help: .setting("MAX_STREAMS_PER_ADDRESS", "number")) var maxStreamsPerAddress: String?
  @Option(help: .setting("MAX_HEAD_BYTES", "number")) var maxHeadBytes: String?
  @Option(help: .setting("MAX_TARGET_BYTES", "number")) var maxTargetBytes: String?
  @Option(help: .setting("MAX_BODY_BYTES", "number")) var maxBodyBytes: String?
  @Option(help: .setting("MAX_SCENARIO_BYTES", "number")) var maxScenarioBytes: String?
  @Option(help: .setting("MAX_JOURNAL_BYTES", "number")) var maxJournalBytes: String?
  @Option(help: .setting("MAX_SAVED", "number")) var maxSaved: String?
  @Option(help: .setting("MAX_SAVED_BYTES", "number")) var maxSavedBytes: String?
  @Option(help: .setting("MAX_VERSIONS", "number")) var maxVersions: String?
  @Option(help: .setting("HEAD_TIMEOUT", "duration")) var headTimeout: String?
  @Option(help: .setting("BODY_TIMEOUT", "duration")) var bodyTimeout: String?
  @Option(help: .setting("KEEP_ALIVE_TIMEOUT", "duration")) var keepAliveTimeout: String?
  @Option(help: .setting("STALL_TIMEOUT", "duration")) var stallTimeout: String?
  @Option(help: .setting("LOG_LINES_PER_SECOND", "number")) var logLinesPerSecond: String?

  var values: [String: String?] {
    [
      "MAX_STREAMS": maxStreams, "MAX_CONNECTIONS": maxConnections,
      "MAX_STREAMS_PER_ADDRESS": maxStreamsPerAddress,
      "MAX_HEAD_BYTES": maxHeadBytes, "MAX_TARGET_BYTES": maxTargetBytes, "MAX_BODY_BYTES": maxBodyBytes,
      "MAX_SCENARIO_BYTES": maxScenarioBytes, "MAX_JOURNAL_BYTES": maxJournalBytes, "MAX_SAVED": maxSaved,
      "MAX_SAVED_BYTES": maxSavedBytes,
      "MAX_VERSIONS": maxVersions, "HEAD_TIMEOUT": headTimeout, "BODY_TIMEOUT": bodyTimeout,
      "KEEP_ALIVE_TIMEOUT": keepAliveTimeout, "STALL_TIMEOUT": stallTimeout,
      "LOG_LINES_PER_SECOND": logLinesPerSecond,
    ]
  }
}

extension ArgumentHelp {
  /// The help text of a setting, followed by its key and default.
  static func setting(_ key: String, _ valueName: String) -> ArgumentHelp {
    let setting = Setting.all.first { $0.key == key }
    return ArgumentHelp(
      "\(setting?.help ?? "") [\(key), default: \(setting?.fallback ?? "")]", valueName: valueName)
  }
}
