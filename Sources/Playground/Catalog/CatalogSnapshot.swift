import FieldValues
import Scenarios
import Synchronization

/// All scenarios at one moment. Never changes: a stream that plays one of them keeps it.
final class CatalogSnapshot: Sendable {
  /// In the order of their names.
  let items: [CatalogItem]
  /// Those of them that are everybody's, and those of participants by their owners.
  let shared: [CatalogItem]
  let owned: [String: [CatalogItem]]
  /// Those that can be asked for.
  private let playable: [String: CatalogItem]
  private let addresses: AddressTable
  /// The listing, by the prefix that its reader sees.
  private let written = Mutex<[String: [UInt8]]>([:])
  /// Prefixes whose listings are kept; trusted proxies alone give them.
  private static let prefixLimit = 4

  /// With nothing in it.
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

  /// Behind those of the same name.
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

  /// The same with its identity, which is that of its version.
  func item(named name: String) -> CatalogItem? { playable[name] }

  /// The scenario that has this address, whatever its parameters are called.
  func holder(of address: PathTemplate) -> CatalogEntry? { addresses.item(shape: address.shape)?.entry }

  /// The scenario whose own address a path is, and what the address's parameters stand for.
  func entry(at path: String) -> (entry: CatalogEntry, parameters: [String: String])? {
    addresses.match(path).map { ($0.item.entry, $0.parameters) }
  }

  /// The names that are played.
  var playableNames: some Collection<String> { playable.keys }

  // MARK: The listing

  /// Whether a listing is there already.
  func isListed(below prefix: String) -> Bool { written.withLock { $0[prefix] != nil } }

  /// The body of `/api/scenarios` for who sees what everybody does, made when it is first asked for.
  func listing(below prefix: String = "") -> [UInt8] {
    if let bytes = written.withLock({ $0[prefix] }) { return bytes }
    // Not under the lock, which the loops take too.
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
