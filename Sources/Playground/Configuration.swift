import MicroHTTP

/// Everything that can be set.
public struct Configuration: Sendable {
  public var server = ServerConfiguration()
  /// Origins whose pages may read streams.
  public var allowedOrigins = ["http://localhost:3000", "http://localhost:5173"]
  /// The folder of scenario files.
  public var scenarios = "scenarios"
  /// The folder of scenarios that came with the program; those in `scenarios` go before them. nil for none.
  public var shippedScenarios = Installation.own?.scenarios
  /// The folder of the pages.
  public var pages = Installation.own?.pages ?? "Public"
  /// The folder that saved scenarios are kept in, or the database file itself.
  public var data = "data"
  /// What writes must carry when the server listens beyond loopback.
  public var adminToken: String?
  /// Bytes of a request's body.
  public var bodyLimit = 1_048_576
  /// Bytes of a scenario.
  public var scenarioLimit = 262_144
  /// Bytes of memory for what streams were sent, to be looked at; 0 for none.
  public var journalBytes = 16_777_216
  /// Saved scenarios.
  public var savedLimit = 1_000
  /// Bytes of saved scenarios with all their versions.
  public var savedBytesLimit = 67_108_864
  /// Versions kept of a saved scenario.
  public var versionsLimit = 50

  public init() {}

  /// Where scenarios are looked for by name, in this order.
  public var scenarioFolders: [String] { [scenarios] + [shippedScenarios].compactMap(\.self) }

  var shippedFolder: ScenarioFolder? { shippedScenarios.map(ScenarioFolder.init(path:)) }

  /// Whether what came with the program is enough: nobody named a folder.
  var needsNoFolder: Bool { shippedScenarios != nil && scenarios == Self().scenarios }

  /// Takes the proxies whose fields are believed, as addresses and ranges.
  ///
  /// - Returns: false, and nothing has changed, if one is neither.
  public mutating func trust(proxies texts: [String]) -> Bool {
    let ranges = texts.compactMap(IPAddressRange.init)
    guard ranges.count == texts.count else { return false }
    server.trustedProxies = ranges
    return true
  }

  /// Whether every address that is listened on is one of loopback.
  public var isLocal: Bool { server.hosts.allSatisfy(Self.isLoopback) }

  static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host == "[::1]" || host.hasPrefix("127.")
  }
}
