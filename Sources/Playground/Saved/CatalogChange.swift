/// Something that happened to a scenario, in a file or saved.
struct CatalogChange: Hashable, Sendable {
  enum Kind: String, Hashable, Sendable {
    case created, updated, renamed, deleted
  }

  var kind: Kind
  var origin: CatalogEntry.Origin
  var name: String
  /// The name before a `renamed`.
  var formerName: String?
  /// Whether it can be played now; nil when it is gone.
  var isValid: Bool?
  /// Nanoseconds since 1970.
  var time: Int64
}
