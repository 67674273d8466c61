/// Why an archive is refused.
public enum ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Neither a tar archive nor a gzip one, or damaged; says where.
  case malformed(String)
  /// It would unpack to more bytes than are taken.
  case tooLarge(limit: Int)
  case tooManyEntries(limit: Int)
  /// A name that leads out of the archive, or an entry that is no plain file: a link, a device.
  case hostileEntry(name: String, why: String)
  case failed(String)

  public var description: String {
    switch self {
    case .malformed(let what): "it is no .tar.gz or .tar archive, or a damaged one: \(what)"
    case .tooLarge(let limit): "it unpacks to more than \(limit) bytes"
    case .tooManyEntries(let limit): "it has more than \(limit) entries"
    case .hostileEntry(let name, let why):
      "its entry '\(name.prefix(50))\(name.count > 50 ? "…" : "")' is refused: \(why)"
    case .failed(let what): what
    }
  }
}
