import FieldValues

/// The body of `/api/scenarios`, put together from the JSON of its items.
///
///     {"scenarios":[…],"total":93,"offset":0,"limit":20}
enum CatalogListing {
  /// - Parameter prefix: the prefix of addresses as the client sees them, behind a proxy.
  static func bytes(
    _ items: some Collection<CatalogItem>, total: Int, offset: Int, limit: Int, below prefix: String = ""
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(items.reduce(100) { $0 + $1.summary.count + 2 * prefix.utf8.count + 1 })
    bytes += #"{"scenarios":["#.utf8
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += item.summary(below: prefix)
    }
    bytes += #"],"total":\#(total),"offset":\#(offset),"limit":\#(limit)}"#.utf8
    return bytes
  }

  /// - Parameter more: the other numbers in the listing.
  static func entityTag(_ items: some Collection<CatalogItem>, _ more: Int..., below prefix: String = "")
    -> EntityTag
  {
    let others =
      more.map { UInt64(truncatingIfNeeded: $0) } + (prefix.isEmpty ? [] : [StableHash.of(prefix.utf8)])
    return EntityTag(hash: StableHash.of(items.lazy.map(\.hash) + others))
  }
}

/// An entry of a snapshot, with its JSON in the listing, which is encoded once.
final class CatalogItem: Sendable {
  let entry: CatalogEntry
  let summary: [UInt8]
  let hash: UInt64

  init(_ entry: CatalogEntry) {
    self.entry = entry
    summary = entry.summary().bytes
    hash = StableHash.of(summary)
  }

  /// Returns its JSON in the listing for a client behind a proxy's prefix; with a prefix, it is encoded each time.
  func summary(below prefix: String) -> [UInt8] {
    prefix.isEmpty ? summary : entry.summary(below: prefix).bytes
  }
}
