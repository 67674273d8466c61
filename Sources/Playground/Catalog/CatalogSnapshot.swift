import FieldValues
import Scenarios
import Synchronization

/// All scenarios at one moment. A snapshot never changes, and a stream keeps the scenario that it plays.
final class CatalogSnapshot: Sendable {
  /// In the order of their names.
  let items: [CatalogItem]
  /// The public items, and the items of participants by owner.
  let shared: [CatalogItem]
  let owned: [String: [CatalogItem]]
  /// The items that can be played, by name.
  private let playable: [String: CatalogItem]
  private let addresses: AddressTable
  /// The encoded listing, by the prefix that the client sees.
  private let written = Mutex<[String: [UInt8]]>([:])
  /// The most prefixes whose listings are kept. Only trusted proxies set prefixes.
  private static let prefixLimit = 4

  convenience init() { self.init(items: [], playable: [:], addresses: AddressTable()) }

  private init(items: [CatalogItem], playable: [String: CatalogItem], addresses: AddressTable) {
    self.items = items
    let own = items.filter { $0.entry.owner != nil }
    shared = own.isEmpty ? items : items.filter { $0.entry.owner == nil }
    owned = Dictionary(grouping: own) { $0.entry.owner ?? "" }
    self.playable = playable
    self.addresses = addresses
  }

  func applying(_ difference: CatalogDifference) -> CatalogSnapshot {
    let gone = Set(difference.removed.map(ObjectIdentifier.init))
    var items = items
    var playable = playable
    var addresses = addresses
    if !gone.isEmpty { items.removeAll { gone.contains(ObjectIdentifier($0)) } }
    for item in difference.removed {
      if playable[item.entry.name] === item { playable[item.entry.name] = nil }
      addresses.remove(item)
    }
    for item in difference.added {
      items.insert(item, at: Self.place(of: item.entry.name, in: items))
      if item.entry.isPlayable { playable[item.entry.name] = item }
      addresses.insert(item)
    }
    return CatalogSnapshot(items: items, playable: playable, addresses: addresses)
  }

  /// Returns the index after all items with the same name.
  private static func place(of name: String, in items: [CatalogItem]) -> Int {
    var (low, high) = (0, items.count)
    while low < high {
      let middle = (low + high) / 2
      if items[middle].entry.name <= name { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// In the order of their names.
  var entries: some Collection<CatalogEntry> { items.lazy.map(\.entry) }

  /// The scenario that is played under a name.
  subscript(name: String) -> CatalogEntry? { playable[name]?.entry }

  /// Returns the item that is played under a name. Each version of a scenario is a new item.
  func item(named name: String) -> CatalogItem? { playable[name] }

  /// Returns the scenario that has this address; the names of parameters do not matter.
  func holder(of address: PathTemplate) -> CatalogEntry? { addresses.item(shape: address.shape)?.entry }

  /// Returns the scenario whose own address matches a path, with the values of the address's parameters.
  func entry(at path: String) -> (entry: CatalogEntry, parameters: [String: String])? {
    addresses.match(path).map { ($0.item.entry, $0.parameters) }
  }

  var playableNames: some Collection<String> { playable.keys }

  // MARK: The listing

  /// Whether the listing is encoded already.
  func isListed(below prefix: String) -> Bool { written.withLock { $0[prefix] != nil } }

  /// Returns the body of `/api/scenarios` for viewers who see public scenarios only, encoded on first use.
  func listing(below prefix: String = "") -> [UInt8] {
    if let bytes = written.withLock({ $0[prefix] }) { return bytes }
    // Not under the lock, because event loops take it as well.
    let bytes = CatalogListing.bytes(
      shared, total: shared.count, offset: 0, limit: shared.count, below: prefix)
    written.withLock { written in
      if written.count < Self.prefixLimit || prefix.isEmpty { written[prefix] = bytes }
    }
    return bytes
  }

  /// Changes when the listing does.
  func entityTag(below prefix: String = "") -> EntityTag { CatalogListing.entityTag(shared, below: prefix) }
}
