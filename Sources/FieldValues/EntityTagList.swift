/// What an `If-Match` or `If-None-Match` field holds.
/// <https://www.rfc-editor.org/rfc/rfc9110#name-if-match>
package struct EntityTagList: Hashable, Sendable {
  private let members: [String]

  package init(_ field: String) { members = FieldList.members(of: field) }

  /// `*`, and nothing else.
  package var isAny: Bool { members == ["*"] }

  /// The opaque parts of the strong tags.
  package var strong: [String] {
    members.compactMap { tag in
      tag.count >= 2 && tag.hasPrefix("\"") && tag.hasSuffix("\"") ? String(tag.dropFirst().dropLast()) : nil
    }
  }

  /// Whether a tag is among them by weak comparison (`W/` makes no difference), as every tag is in `*`.
  package func holds(_ tag: String) -> Bool {
    func opaque(_ tag: String) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...] }
    return members.contains { $0 == "*" || opaque($0) == opaque(tag) }
  }
}
