import Foundation
import ScenarioStore

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
