import Logging
import Scenarios

/// The difference between two snapshots. A changed item is in both lists.
struct CatalogDifference: Sendable {
  var removed: [CatalogItem] = []
  var added: [CatalogItem] = []

  var removedScenarios: [Scenario] { Self.playable(removed) }
  var addedScenarios: [Scenario] { Self.playable(added) }

  private static func playable(_ items: [CatalogItem]) -> [Scenario] {
    items.compactMap { $0.entry.isPlayable ? $0.entry.scenario : nil }
  }

  var isEmpty: Bool { removed.isEmpty && added.isEmpty }

  /// Logs the changes for people who edit scenarios.
  ///
  /// - Parameter isFirst: whether there were no scenarios before; then only their number and their mistakes are logged.
  func report(to log: Logger, isFirst: Bool) {
    func byIdentity(_ items: [CatalogItem]) -> [String: CatalogEntry] {
      Dictionary(
        items.map { ($0.entry.file ?? $0.entry.name, $0.entry) }, uniquingKeysWith: { first, _ in first })
    }
    let (old, new) = (byIdentity(removed), byIdentity(added))
    for (identity, entry) in new.sorted(by: { $0.key < $1.key }) {
      let previous = old[identity]
      if previous?.mistakes != entry.mistakes, !entry.mistakes.isEmpty {
        for mistake in entry.mistakes.prefix(20) {
          log.warning(
            "\(identity):\(mistake.line):\(mistake.column): \(mistake.severity.rawValue): \(mistake.message)")
        }
        if !entry.isValid, entry.isPlayable, entry.scenario != nil {
          log.warning("\(identity) is broken; its last good version plays on")
        }
      } else if let previous, previous.source != entry.source || previous.mistakes != entry.mistakes {
        log.info("\(identity) was reloaded")
      } else if previous == nil, !isFirst {
        log.info("\(identity) was added")
      }
    }
    for identity in old.keys.sorted() where new[identity] == nil { log.info("\(identity) was removed") }
    if isFirst, !new.isEmpty {
      let broken = new.values.count { !$0.isValid }
      log.info("\(new.count) scenarios loaded\(broken > 0 ? ", \(broken) of them with mistakes" : "")")
    }
  }
}
