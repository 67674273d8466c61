import MicroHTTP
import ScenarioStore
import Scenarios

extension CatalogEntry {
  /// A saved scenario, compiled. One that is not right (any more) has its mistakes, and plays nothing.
  ///
  /// - Parameter resolve: gives the text of another scenario, to be included.
  init(_ saved: SavedScenario, resolve: (String) -> String?) {
    var scenario: Scenario?
    var mistakes: [MistakeReport.Entry] = []
    do throws(ScenarioMistakes) {
      let loaded = try Scenario.load(text: saved.source, name: saved.name, resolve: resolve)
      scenario = loaded
      mistakes = loaded.warnings.mistakes
    } catch {
      mistakes = error.report.mistakes
    }
    self.init(
      name: saved.name, origin: .saved, source: saved.source, scenario: scenario, isPlayable: true,
      mistakes: mistakes, updated: Timestamp.nanoseconds(saved.updated), saved: SavedDetails(saved))
  }

  /// A draft as it is played; it stands in no list.
  init(_ draft: Draft) {
    self.init(
      name: draft.id, origin: .saved, source: draft.source, scenario: draft.scenario, isPlayable: true,
      updated: 0)
  }

  /// A strong validator of the text: the revision of a saved scenario, a hash of a file.
  var entityTag: String {
    "\"\(saved?.revision ?? "file-" + String(StableHash.of(source.utf8), radix: 16))\""
  }

  /// Everything there is to say of the scenario, its text included.
  ///
  /// - Parameter arrival: how it was asked for, and so what stands in front of its addresses.
  func json(for arrival: Arrival) -> JSONValue {
    let more: KeyValuePairs<String, JSONValue> = [
      "etag": .string(entityTag), "note": JSONValue(saved?.note), "author": JSONValue(saved?.author),
      "created": saved.map { .string(Timestamp.text($0.created)) } ?? .null, "source": .string(source),
    ]
    return .object(
      summaryMembers(below: arrival.prefix) + more.map { JSONValue.Member(name: $0.key, value: $0.value) })
  }
}
