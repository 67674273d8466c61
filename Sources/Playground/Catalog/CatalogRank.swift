/// Where an entry stands among those that want one name or one address: files by path go before saved scenarios by name.
enum CatalogRank: Hashable, Comparable, Sendable {
  /// Relative to the scenario folder.
  case file(String)
  case saved(String)
}
