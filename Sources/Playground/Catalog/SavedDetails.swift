import FieldValues
import Foundation
import MicroHTTP
import ScenarioStore
import Scenarios
import TextForms

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

extension CatalogEntry {
  /// A saved scenario, compiled. One that is not right (any more) has its mistakes, and plays nothing.
  init(_ saved: SavedScenario, _ compiled: Result<Scenario, ScenarioMistakes>) {
    let (scenario, mistakes): (Scenario?, [MistakeReport.Entry]) =
      switch compiled {
      case .success(let scenario): (scenario, scenario.warnings.mistakes)
      case .failure(let error): (nil, error.report.mistakes)
      }
    self.init(
      name: saved.name, owner: ScenarioName.owner(of: saved.name), origin: .saved, source: saved.source,
      scenario: scenario, isPlayable: true,
      mistakes: mistakes, updated: Timestamp.nanoseconds(saved.updated), saved: SavedDetails(saved))
  }

  /// A strong validator of the text: the revision of a saved scenario, a hash of a file.
  var entityTag: EntityTag {
    saved.map { EntityTag($0.revision) } ?? EntityTag("file-", hash: StableHash.of(source.utf8))
  }

  /// Everything there is to say of the scenario, its text included.
  ///
  /// - Parameter arrival: how it was asked for, and so what stands in front of its addresses.
  func json(for arrival: Arrival) -> JSONValue {
    let more: KeyValuePairs<String, JSONValue> = [
      "etag": .string(entityTag.description), "note": JSONValue(saved?.note),
      "author": JSONValue(saved?.author),
      "created": saved.map { .string(Timestamp.text($0.created)) } ?? .null, "source": .string(source),
    ]
    return .object(
      summaryMembers(below: arrival.prefix) + more.map { JSONValue.Member(name: $0.key, value: $0.value) })
  }
}
