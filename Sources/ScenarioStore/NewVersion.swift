/// A text to save, and who saves it and why.
public struct NewVersion: Hashable, Sendable {
  public var name: String
  public var source: String
  public var note: String?
  public var author: String?

  public init(name: String, source: String, note: String? = nil, author: String? = nil) {
    self.name = name
    self.source = source
    self.note = note
    self.author = author
  }
}
