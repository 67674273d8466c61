import Foundation
import MicroHTTP
import ScenarioStore

/// All settings.
package struct Configuration: Sendable {
  package var server = ServerConfiguration()
  /// Origins whose pages may read streams.
  package var allowedOrigins = ["http://localhost:3000", "http://localhost:5173"]
  /// The folder of scenario files.
  package var scenarios = "scenarios"
  /// The folder of scenarios that came with the program; those in `scenarios` take precedence. nil for none.
  package var shippedScenarios = Installation.own?.scenarios
  /// The folder of the pages.
  package var pages = Installation.own?.pages ?? "Public"
  /// The folder for saved scenarios, or the database file itself.
  package var data = "data"
  /// The token that grants the presenter's rights (`ADMIN_TOKEN`); nil for none.
  package var adminToken: String?
  /// The most bytes of a request's body.
  package var bodyLimit = 1_048_576
  /// The most bytes of a scenario.
  package var scenarioLimit = 262_144
  /// Bytes of memory for journals; 0 turns them off.
  package var journalBytes = 16_777_216
  /// The most saved scenarios.
  package var savedLimit = 1_000
  /// The most bytes of saved scenarios, all versions included.
  package var savedBytesLimit = 67_108_864
  /// The most versions kept of a saved scenario.
  package var versionsLimit = 50

  /// The room to open; nil for none.
  package var room: RoomSettings?

  package init() {}

  /// The folders to search for a scenario by name, in this order.
  package var scenarioFolders: [String] { [scenarios] + [shippedScenarios].compactMap(\.self) }

  /// Whether the scenario folder may be missing: there are shipped scenarios, and `scenarios` has its default value.
  var needsNoFolder: Bool { shippedScenarios != nil && scenarios == Self().scenarios }

  /// Sets the proxies whose forwarding fields are trusted, as addresses and ranges.
  ///
  /// - Returns: false, with nothing changed, if a text is neither an address nor a range.
  package mutating func trust(proxies texts: [String]) -> Bool {
    let ranges = texts.compactMap(IPAddressRange.init)
    guard ranges.count == texts.count else { return false }
    server.trustedProxies = ranges
    return true
  }

  /// Whether the server listens on loopback addresses only.
  package var isLocal: Bool { server.hosts.allSatisfy(Self.isLoopback) }

  /// Whether a host, without a port, is `localhost` or a loopback address.
  package static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host == "[::1]" || host.hasPrefix("127.")
  }
}

/// The settings of a room, in which a class works together.
package struct RoomSettings: Hashable, Sendable {
  /// The name shown to people; nil keeps the current name, or names a new room `room`.
  package var name: String?
  /// Whether everybody has to join again.
  package var isNew: Bool
  /// The addresses by which other machines reach the server, such as `http://192.168.1.5:8000`; the likeliest first.
  package var origins: [String]

  package init(name: String? = nil, isNew: Bool = false, origins: [String] = []) {
    self.name = name
    self.isNew = isNew
    self.origins = origins
  }

  /// Whether `text` is a valid name of a room: one line of up to 64 bytes.
  package static func isName(_ text: String) -> Bool { RoomFile.isName(text) }
}

extension Configuration {
  /// The path of the database file. `data` names its folder, or the file itself.
  var databasePath: String {
    let isFile = [".sqlite", ".sqlite3", ".db"].contains { data.hasSuffix($0) }
    return isFile ? data : (data as NSString).appendingPathComponent("playground.sqlite")
  }

  /// The folder of the database file.
  var dataFolder: String { (databasePath as NSString).deletingLastPathComponent }

  var storeLimits: StoreLimits {
    var limits = StoreLimits()
    limits.source = scenarioLimit
    limits.scenarios = savedLimit
    limits.bytes = savedBytesLimit
    limits.versions = versionsLimit
    return limits
  }
}
