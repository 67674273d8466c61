import Scenarios

/// The addresses that scenarios have, found by a request's path.
///
/// Each is kept under its shape, as `/stream/{}`. A path is looked up once for each way in which addresses of as many
/// segments mix literals and parameters, the one that is literal further to the left first.
struct AddressTable: Sendable {
  private struct Mix {
    var parameterPlaces: [Bool]
    var count: Int
  }

  private var items: [String: CatalogItem] = [:]
  /// By the number of segments, in the order in which they are tried.
  private var mixes: [Int: [Mix]] = [:]

  func item(shape: String) -> CatalogItem? { items[shape] }

  /// The scenario at a path, and what the parameters of its address stand for.
  func match(_ path: String) -> (item: CatalogItem, parameters: [String: String])? {
    guard let mixes = mixes[path.utf8.count { $0 == UInt8(ascii: "/") }],
      let segments = PathTemplate.segments(of: path)
    else { return nil }
    for mix in mixes {
      let shape = zip(segments, mix.parameterPlaces).reduce(into: "") { shape, place in
        shape += place.1 ? "/{}" : "/" + place.0
      }
      // A decoded segment may hold any text, so the shape only says where to look.
      if let item = items[shape], let parameters = item.entry.address?.match(segments) {
        return (item, parameters)
      }
    }
    return nil
  }

  mutating func remove(_ item: CatalogItem) {
    guard let address = item.entry.address, items[address.shape] === item else { return }
    items[address.shape] = nil
    let places = address.parameterPlaces
    guard let index = mixes[places.count]?.firstIndex(where: { $0.parameterPlaces == places }) else { return }
    mixes[places.count]?[index].count -= 1
    mixes[places.count]?.removeAll { $0.count == 0 }
  }

  mutating func insert(_ item: CatalogItem) {
    guard let address = item.entry.address else { return }
    items[address.shape] = item
    let places = address.parameterPlaces
    var mixes = mixes[places.count] ?? []
    if let index = mixes.firstIndex(where: { $0.parameterPlaces == places }) {
      mixes[index].count += 1
    } else {
      let place = mixes.firstIndex { places.lexicographicallyPrecedes($0.parameterPlaces) { !$0 && $1 } }
      mixes.insert(Mix(parameterPlaces: places, count: 1), at: place ?? mixes.endIndex)
    }
    self.mixes[places.count] = mixes
  }
}
