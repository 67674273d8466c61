import Foundation
import MicroHTTP
import ScenarioStore

/// Everything that can be set.
package struct Configuration: Sendable {
  package var server = ServerConfiguration()
  /// Origins whose pages may read streams.
  package var allowedOrigins = ["http://localhost:3000", "http://localhost:5173"]
  /// The folder of scenario files.
  package var scenarios = "scenarios"
  /// The folder of scenarios that came with the program; those in `scenarios` go before them. nil for none.
  package var shippedScenarios = Installation.own?.scenarios
  /// The folder of the pages.
  package var pages = Installation.own?.pages ?? "Public"
  /// The folder that saved scenarios are kept in, or the database file itself.
  package var data = "data"
  /// What writes must carry when the server listens beyond loopback.
  package var adminToken: String?
  /// Bytes of a request's body.
  package var bodyLimit = 1_048_576
  /// Bytes of a scenario.
  package var scenarioLimit = 262_144
  /// Bytes of memory for what streams were sent, to be looked at; 0 for none.
  package var journalBytes = 16_777_216
  /// Saved scenarios.
  package var savedLimit = 1_000
  /// Bytes of saved scenarios with all their versions.
  package var savedBytesLimit = 67_108_864
  /// Versions kept of a saved scenario.
  package var versionsLimit = 50

  /// nil where no room is opened.
  package var room: RoomSettings?

  package init() {}

  /// Where scenarios are looked for by name, in this order.
  package var scenarioFolders: [String] { [scenarios] + [shippedScenarios].compactMap(\.self) }

  var shippedFolder: ScenarioFolder? { shippedScenarios.map(ScenarioFolder.init(path:)) }

  /// Whether what came with the program is enough: nobody named a folder.
  var needsNoFolder: Bool { shippedScenarios != nil && scenarios == Self().scenarios }

  /// Takes the proxies whose fields are believed, as addresses and ranges.
  ///
  /// - Returns: false, and nothing has changed, if one is neither.
  package mutating func trust(proxies texts: [String]) -> Bool {
    let ranges = texts.compactMap(IPAddressRange.init)
    guard ranges.count == texts.count else { return false }
    server.trustedProxies = ranges
    return true
  }

  /// Whether every address that is listened on is one of loopback.
  package var isLocal: Bool { server.hosts.allSatisfy(Self.isLoopback) }

  static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host == "[::1]" || host.hasPrefix("127.")
  }
}

/// A room to be opened, for a class that works at once.
package struct RoomSettings: Hashable, Sendable {
  /// As people call it; nil leaves it as it is, or calls a new one `room`.
  package var name: String?
  /// Whether everybody has to join anew.
  package var isNew: Bool
  /// The addresses by which others reach the server: `http://192.168.1.5:8000`; the likeliest first.
  package var origins: [String]

  package init(name: String? = nil, isNew: Bool = false, origins: [String] = []) {
    self.name = name
    self.isNew = isNew
    self.origins = origins
  }

  /// Whether a room can be called so: one line of text, up to 64 bytes.
  package static func isName(_ text: String) -> Bool { RoomFile.isName(text) }
}

extension Configuration {
  /// The database file. `data` names the folder it lies in, or the file itself.
  var databasePath: String {
    let isFile = [".sqlite", ".sqlite3", ".db"].contains { data.hasSuffix($0) }
    return isFile ? data : (data as NSString).appendingPathComponent("playground.sqlite")
  }

  /// The folder that the database lies in.
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
