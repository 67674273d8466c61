/// What must be so for a write to happen.
/// <https://www.rfc-editor.org/rfc/rfc9110#name-preconditions>
public enum Precondition: Hashable, Sendable {
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
