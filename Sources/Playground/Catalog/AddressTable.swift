import Scenarios

/// The addresses of scenarios, looked up by a request's path.
///
/// Each is stored under its shape, such as `/stream/{}`. A path is looked up once for each mix of literal segments and
/// parameters among the addresses with the same number of segments; mixes with literals further to the left come first.
struct AddressTable: Sendable {
  private struct Mix {
    var kinds: [PathTemplate.SegmentKind]
    /// By the literal segments, as in `/models/{}`. Addresses that differ only within a segment share a key, the most literal one first.
    var items: [String: [CatalogItem]] = [:]
  }

  private var items: [String: CatalogItem] = [:]
  /// By the number of segments, in the order in which they are tried.
  private var mixes: [Int: [Mix]] = [:]

  func item(shape: String) -> CatalogItem? { items[shape] }

  /// Returns the scenario at a path, with the values of its address's parameters.
  func match(_ path: String) -> (item: CatalogItem, parameters: [String: String])? {
    guard let mixes = mixes[path.utf8.count { $0 == UInt8(ascii: "/") }],
      let segments = PathTemplate.segments(of: path)
    else { return nil }
    for mix in mixes {
      // A decoded segment may contain any text, `/` included, so an equal key does not prove a match.
      for item in mix.items[PathTemplate.lookupKey(of: segments, as: mix.kinds)] ?? [] {
        if let parameters = item.entry.address?.match(segments) { return (item, parameters) }
      }
    }
    return nil
  }

  mutating func remove(_ item: CatalogItem) {
    guard let address = item.entry.address, items[address.shape] === item else { return }
    items[address.shape] = nil
    let kinds = address.kinds
    guard let index = mixes[kinds.count]?.firstIndex(where: { $0.kinds == kinds }) else { return }
    let key = address.lookupKey
    mixes[kinds.count]?[index].items[key]?.removeAll { $0 === item }
    if mixes[kinds.count]?[index].items[key]?.isEmpty == true { mixes[kinds.count]?[index].items[key] = nil }
    mixes[kinds.count]?.removeAll { $0.items.isEmpty }
  }

  mutating func insert(_ item: CatalogItem) {
    guard let address = item.entry.address else { return }
    if let former = items[address.shape] { remove(former) }
    items[address.shape] = item
    let kinds = address.kinds
    var mixes = mixes[kinds.count] ?? []
    if !mixes.contains(where: { $0.kinds == kinds }) {
      let place = mixes.firstIndex { kinds.lexicographicallyPrecedes($0.kinds) }
      mixes.insert(Mix(kinds: kinds), at: place ?? mixes.endIndex)
    }
    if let index = mixes.firstIndex(where: { $0.kinds == kinds }) {
      var places = mixes[index].items[address.lookupKey] ?? []
      let place = places.firstIndex { ($0.entry.address?.literalLength ?? 0) < address.literalLength }
      places.insert(item, at: place ?? places.endIndex)
      mixes[index].items[address.lookupKey] = places
    }
    self.mixes[kinds.count] = mixes
  }
}
