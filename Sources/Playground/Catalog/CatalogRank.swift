/// Where an entry stands among those that want one name or one address: files by path go before
/// saved scenarios by name, and those before what came with the program.
enum CatalogRank: Hashable, Comparable, Sendable {
  /// Relative to the scenario folder.
  case file(String)
  case saved(String)
  /// Relative to the folder of what came with the program.
  case shipped(String)
}
