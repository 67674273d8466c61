import ScenarioStore
import Scenarios

/// What is held against the catalog before something is saved.
extension SavedScenarios {
  /// The version with the address that its text asks for, if the text is right and nobody else has its name or address.
  nonisolated func checked(_ version: NewVersion) throws(Refusal) -> NewVersion {
    guard ScenarioStore.isName(version.name) else { throw Refusal(StoreError.badName(version.name)) }
    let scenario = try Scenario.checked(
      version.source, name: version.name, limit: store.limits.source, resolve: catalog.source(of:))
    if let conflict = catalog.conflict(savingAs: version.name, address: scenario.path) {
      throw .conflict(conflict)
    }
    var version = version
    version.address = scenario.path?.shape
    return version
  }

  nonisolated func checked(_ versions: [NewVersion]) throws(Refusal) -> [NewVersion] {
    let sources = Dictionary(versions.map { ($0.name, $0.source) }, uniquingKeysWith: { first, _ in first })
    var reports: [MistakeReport] = []
    var conflicts: [String] = []
    var owners: [String: String] = [:]
    var checked: [NewVersion] = []
    for var version in versions {
      guard ScenarioStore.isName(version.name) else { throw Refusal(StoreError.badName(version.name)) }
      guard version.source.utf8.count <= store.limits.source else {
        throw Refusal(.contentTooLarge, "'\(version.name)' has more than \(store.limits.source) bytes.")
      }
      do throws(ScenarioMistakes) {
        let address = try Scenario.load(
          text: version.source, name: version.name,
          resolve: { name in sources[name] ?? catalog.source(of: name) }
        ).path
        if let conflict = catalog.conflict(savingAs: version.name, address: address) {
          conflicts.append(conflict)
        }
        if let address {
          if let other = owners[address.shape] {
            conflicts.append("'\(version.name)' and '\(other)' both want the address \(address)")
          }
          owners[address.shape] = owners[address.shape] ?? version.name
        }
        version.address = address?.shape
        checked.append(version)
      } catch {
        reports.append(error.report)
      }
    }
    guard reports.isEmpty else { throw .mistakes(reports) }
    guard conflicts.isEmpty else { throw .conflict(conflicts.joined(separator: "; ")) }
    return checked
  }

  /// Whether a file has taken a saved scenario's name, so that it plays nowhere and holds no address.
  nonisolated var isHidden: @Sendable (String) -> Bool {
    { [catalog] name in catalog.snapshot[name]?.origin == .file }
  }

  nonisolated func refuseFile(_ name: String) throws(Refusal) {
    guard let entry = catalog.snapshot[name], entry.origin == .file else { return }
    throw Refusal(
      .conflict, "'\(name)' is the file \(entry.file ?? name): edit, rename or delete it on disk.")
  }
}
