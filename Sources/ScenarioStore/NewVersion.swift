/// A text to save, and who saves it and why.
public struct NewVersion: Hashable, Sendable {
  public var name: String
  public var source: String
  public var note: String?
  public var author: String?
  /// The address that the text asks for, in a form that is the same for all that cannot be had beside each other.
  public var address: String?

  public init(
    name: String, source: String, note: String? = nil, author: String? = nil, address: String? = nil
  ) {
    self.name = name
    self.source = source
    self.note = note
    self.author = author
    self.address = address
  }
}
