/// A text to save, with the author and a note.
package struct NewVersion: Hashable, Sendable {
  package var name: String
  package var source: String
  package var note: String?
  package var author: String?
  /// The address that the text asks for, in a canonical form: addresses that conflict are equal.
  package var address: String?

  package init(
    name: String, source: String, note: String? = nil, author: String? = nil, address: String? = nil
  ) {
    self.name = name
    self.source = source
    self.note = note
    self.author = author
    self.address = address
  }
}

/// The condition under which a write happens.
/// <https://www.rfc-editor.org/rfc/rfc9110#name-preconditions>
package enum Precondition: Hashable, Sendable {
  case none
  /// `If-None-Match: *`: no scenario has the name.
  case absent
  /// `If-Match: *`: some scenario has the name.
  case present
  /// `If-Match: "…"`: the current revision is one of these.
  case revision([String])

  func check(_ current: Revision?) throws(StoreError) {
    switch (self, current) {
    case (.none, _), (.absent, nil), (.present, .some): return
    case (.revision(let tags), .some(let current)) where tags.contains(current.description): return
    default: throw .preconditionFailed(current: current)
    }
  }
}
