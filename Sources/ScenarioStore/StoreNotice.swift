/// What the people who run the server must hear of.
public enum StoreNotice: Hashable, Sendable, CustomStringConvertible {
  /// The database was damaged; it now lies at `to`, and an empty one took its place.
  case setAside(from: String, to: String, reason: String)
  /// The file was removed or replaced while it was open; the one that is there now is used.
  case replaced(path: String)

  public var description: String {
    switch self {
    case .setAside(let from, let to, let reason):
      "the database \(from) is damaged (\(reason)); it was moved to \(to) and an empty one was started: "
        + "saved scenarios are missing until it is repaired (try: sqlite3 \(to) .recover)"
    case .replaced(let path):
      "the database \(path) was removed or replaced while it was open; going on with the file that is there now"
    }
  }
}
