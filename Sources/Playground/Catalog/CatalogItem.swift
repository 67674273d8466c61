/// An entry of a snapshot, with its part of the listing, which is written once.
final class CatalogItem: Sendable {
  let entry: CatalogEntry
  let summary: [UInt8]
  let hash: UInt64

  init(_ entry: CatalogEntry) {
    self.entry = entry
    summary = entry.summary().bytes
    hash = StableHash.of(summary)
  }

  /// Its part of the listing as a client behind a proxy's prefix sees it; written anew each time.
  func summary(below prefix: String) -> [UInt8] {
    prefix.isEmpty ? summary : entry.summary(below: prefix).bytes
  }
}
