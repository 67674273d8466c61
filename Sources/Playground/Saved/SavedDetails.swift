import Foundation
import ScenarioStore

/// What the catalog knows of a saved scenario beside its text.
struct SavedDetails: Hashable, Sendable {
  var version: Int
  /// The database's own number of the scenario, which stays when the name changes.
  var identity: String
  var revision: String
  var note: String?
  var author: String?
  var created: Date

  init(_ scenario: SavedScenario) {
    version = scenario.version
    identity = "\(scenario.revision.epoch)-\(scenario.revision.scenario)"
    revision = scenario.revision.description
    note = scenario.note
    author = scenario.author
    created = scenario.created
  }
}
