/// A file in an archive.
public struct TarEntry: Hashable, Sendable {
  /// A relative path; `/` between folders.
  public var name: String
  public var contents: [UInt8]
  /// Seconds since 1970.
  public var modified: UInt64

  public init(name: String, contents: [UInt8], modified: UInt64 = 0) {
    self.name = name
    self.contents = contents
    self.modified = modified
  }
}
