import Scenarios
import TextForms

/// The person for whom the catalog is shown, which determines the scenarios in it.
struct Viewer: Hashable, Sendable {
  /// Sees public scenarios only.
  static let visitor = Viewer()

  /// The name of a participant, who also sees their own scenarios.
  var participant: String?
  /// Whether they see the scenarios of all participants.
  var seesAll = false

  /// Whether a scenario of that owner is shown. Scenarios of other participants are treated as missing.
  func sees(owner: String?) -> Bool { owner == nil || seesAll || owner == participant }
}

// MARK: What a viewer sees

extension CatalogSnapshot {
  /// Whether a viewer sees exactly the public scenarios.
  func isPlain(for viewer: Viewer) -> Bool {
    viewer.seesAll ? owned.isEmpty : viewer.participant.map { owned[$0] == nil } ?? true
  }

  /// Returns the items that a viewer sees, in the order of their names.
  func items(for viewer: Viewer) -> [CatalogItem] {
    if isPlain(for: viewer) { return shared }
    guard !viewer.seesAll else { return items.map { Self.item($0, for: viewer) } }
    guard let name = viewer.participant, let own = owned[name] else { return shared }
    let place = shared.firstIndex { $0.entry.name > "\(name)/" } ?? shared.endIndex
    return shared[..<place] + own.map { Self.item($0, for: viewer) } + shared[place...]
  }

  private static func item(_ item: CatalogItem, for viewer: Viewer) -> CatalogItem {
    let entry = item.entry.seen(by: viewer)
    return entry.isMine ? CatalogItem(entry) : item
  }

  /// Returns the item with a name, if the viewer sees it.
  ///
  /// - Parameter name: may also be the name of an item that cannot be played.
  func item(named name: String, for viewer: Viewer) -> CatalogItem? {
    if let item = item(named: name), viewer.sees(owner: item.entry.owner) { return item }
    return items.first {
      $0.entry.name == name && !$0.entry.isLeftOut && viewer.sees(owner: $0.entry.owner)
    }
  }

  func entry(named name: String, for viewer: Viewer) -> CatalogEntry? {
    item(named: name, for: viewer)?.entry.seen(by: viewer)
  }

  /// Returns names that the viewer sees and may have meant by `name`, the likeliest first.
  func names(near name: String, for viewer: Viewer) -> [String] {
    NearestNames.of(name, among: playableNames.filter { viewer.sees(owner: ScenarioName.owner(of: $0)) })
  }
}

extension CatalogEntry {
  /// Returns the entry with the values that depend on the viewer.
  func seen(by viewer: Viewer) -> CatalogEntry {
    var entry = self
    entry.isMine = owner != nil && owner == viewer.participant
    return entry
  }
}
