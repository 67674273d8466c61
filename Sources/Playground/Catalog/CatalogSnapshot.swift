import Scenarios

/// All scenarios at one moment. Never changes: a stream that plays one of them keeps it.
final class CatalogSnapshot: Sendable {
  /// In the order of their names.
  let entries: [CatalogEntry]
  /// The body of `/api/scenarios`, made once.
  let listing: [UInt8]
  /// Changes when the listing does.
  let entityTag: String
  private let indexByName: [String: Int]
  /// By the number of segments; those that go before others come first.
  private let addresses: [Int: [(template: PathTemplate, index: Int)]]

  init(_ unsorted: [CatalogEntry]) {
    let entries = unsorted.sorted { $0.name < $1.name }
    self.entries = entries
    indexByName = Dictionary(
      entries.indices.filter { entries[$0].isPlayable }.map { (entries[$0].name, $0) },
      uniquingKeysWith: { first, _ in first })
    let templates = entries.indices.compactMap { index in
      entries[index].address.map { (template: $0, index: index) }
    }
    addresses = Dictionary(grouping: templates) {
      $0.template.description.utf8.count { $0 == UInt8(ascii: "/") }
    }
    .mapValues { $0.sorted { $0.template.goesBefore($1.template) } }
    let summaries = entries.map(\.summary)
    listing = JSONValue.listing(summaries, total: entries.count, offset: 0, limit: entries.count).bytes
    entityTag = "\"\(String(StableHash.of(listing), radix: 16))\""
  }

  subscript(name: String) -> CatalogEntry? { indexByName[name].map { entries[$0] } }

  /// The scenario whose own address a path is, and what the address's parameters stand for.
  func entry(at path: String) -> (entry: CatalogEntry, parameters: [String: String])? {
    for (template, index) in addresses[path.utf8.count { $0 == UInt8(ascii: "/") }] ?? [] {
      if let parameters = template.match(path) { return (entries[index], parameters) }
    }
    return nil
  }

  /// Names that somebody may have meant, the likeliest first.
  func names(near name: String) -> [String] { NearestNames.of(name, among: indexByName.keys) }
}

extension JSONValue {
  /// A page of the list, and what was asked for.
  static func listing(_ scenarios: [JSONValue], total: Int, offset: Int, limit: Int) -> JSONValue {
    ["scenarios": .array(scenarios), "total": .int(total), "offset": .int(offset), "limit": .int(limit)]
  }
}
