import FieldValues
import MicroHTTP
import ScenarioStore
import Scenarios
import TextForms

/// The details of a saved scenario other than its text.
struct SavedDetails: Hashable, Sendable {
  var version: Int
  /// Identifies the scenario in the database, and stays the same when the scenario is renamed.
  var identity: String
  var revision: String
  var note: String?
  var author: String?
  /// Nanoseconds since 1970.
  var created: Int64

  init(_ scenario: SavedScenario) {
    version = scenario.version
    identity = "\(scenario.revision.epoch)-\(scenario.revision.scenario)"
    revision = scenario.revision.description
    note = scenario.note
    author = scenario.author
    created = scenario.created
  }
}

extension CatalogEntry {
  /// Makes the entry of a saved scenario from the result of compiling it. An invalid one has mistakes and cannot be played.
  init(_ saved: SavedScenario, _ compiled: Result<Scenario, ScenarioMistakes>) {
    let (scenario, mistakes): (Scenario?, [MistakeReport.Entry]) =
      switch compiled {
      case .success(let scenario): (scenario, scenario.warnings.mistakes)
      case .failure(let error): (nil, error.report.mistakes)
      }
    self.init(
      name: saved.name, owner: ScenarioName.owner(of: saved.name), origin: .saved, source: saved.source,
      scenario: scenario, isPlayable: true,
      mistakes: mistakes, updated: saved.updated, saved: SavedDetails(saved))
  }

  /// A strong validator of the text: the revision of a saved scenario, or a hash of a file's text.
  var entityTag: EntityTag {
    saved.map { EntityTag($0.revision) } ?? EntityTag("file-", hash: StableHash.of(source.utf8))
  }

  /// Returns the whole entry as JSON, including the text.
  ///
  /// - Parameter arrival: how the request arrived, which determines the prefix of addresses.
  func json(for arrival: Arrival) -> JSONValue {
    summary(below: arrival.prefix).adding([
      "etag": .string(entityTag.description), "note": JSONValue(saved?.note),
      "author": JSONValue(saved?.author),
      "created": saved.map { .string(Timestamp.text(nanoseconds: $0.created)) } ?? .null,
      "source": .string(source),
    ])
  }
}
