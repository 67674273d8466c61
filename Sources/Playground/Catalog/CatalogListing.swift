/// Scenarios as `/api/scenarios` lists them, put together from what is written already.
///
///     {"scenarios":[…],"total":93,"offset":0,"limit":20}
enum CatalogListing {
  static func bytes(_ items: some Collection<CatalogItem>, total: Int, offset: Int, limit: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(items.reduce(100) { $0 + $1.summary.count + 1 })
    bytes += #"{"scenarios":["#.utf8
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += item.summary
    }
    bytes += #"],"total":\#(total),"offset":\#(offset),"limit":\#(limit)}"#.utf8
    return bytes
  }

  /// - Parameter more: what else the listing says.
  static func entityTag(_ items: some Collection<CatalogItem>, _ more: Int...) -> String {
    let hash = StableHash.of(items.lazy.map(\.hash) + more.map { UInt64(truncatingIfNeeded: $0) })
    return "\"\(String(hash, radix: 16))\""
  }
}

/// An entry of a snapshot, with its part of the listing, which is written once.
final class CatalogItem: Sendable {
  let entry: CatalogEntry
  let summary: [UInt8]
  let hash: UInt64

  init(_ entry: CatalogEntry) {
    self.entry = entry
    summary = entry.summary.bytes
    hash = StableHash.of(summary)
  }
}
