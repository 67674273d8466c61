import Scenarios
import TextForms

/// Who looks at scenarios, and so which there are.
struct Viewer: Hashable, Sendable {
  /// Sees what is everybody's.
  static let visitor = Viewer()

  /// The participant's name, who sees their own, too.
  var participant: String?
  /// Sees those of all participants.
  var seesAll = false

  /// Whether a scenario of that owner is shown; nobody is told whether others' are there.
  func sees(owner: String?) -> Bool { owner == nil || seesAll || owner == participant }
}

// MARK: What a viewer sees

extension CatalogSnapshot {
  /// Whether a viewer sees just what everybody does.
  func isPlain(for viewer: Viewer) -> Bool {
    viewer.seesAll ? owned.isEmpty : viewer.participant.map { owned[$0] == nil } ?? true
  }

  /// In the order of their names.
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

  /// The scenario that a name stands for.
  ///
  /// - Parameter name: that of one that cannot be played will do, too.
  func item(named name: String, for viewer: Viewer) -> CatalogItem? {
    if let item = item(named: name), viewer.sees(owner: item.entry.owner) { return item }
    return items.first {
      $0.entry.name == name && !$0.entry.isLeftOut && viewer.sees(owner: $0.entry.owner)
    }
  }

  /// The same as the viewer sees it.
  func entry(named name: String, for viewer: Viewer) -> CatalogEntry? {
    item(named: name, for: viewer)?.entry.seen(by: viewer)
  }

  /// Names that somebody may have meant, the likeliest first, of what is theirs to see.
  func names(near name: String, for viewer: Viewer) -> [String] {
    NearestNames.of(name, among: playableNames.filter { viewer.sees(owner: ScenarioName.owner(of: $0)) })
  }
}

extension CatalogEntry {
  /// The same, with what depends on who looks at it.
  func seen(by viewer: Viewer) -> CatalogEntry {
    var entry = self
    entry.isMine = owner != nil && owner == viewer.participant
    return entry
  }
}
