/// An entity tag: identifies one state of a resource.
///
///     "5f-2"   W/"5f-2"
///
/// <https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3>
package struct EntityTag: Hashable, Sendable, CustomStringConvertible {
  /// The text between the quotation marks.
  package let opaque: String
  /// Whether two representations with this tag may differ in their bytes.
  package let isWeak: Bool

  /// A strong tag.
  ///
  /// - Parameter opaque: without quotation marks and white space.
  package init(_ opaque: String) {
    self.opaque = opaque
    isWeak = false
  }

  /// A strong tag of a hash, in hexadecimal: `"outline-5f"`.
  package init(_ prefix: String = "", hash: UInt64) { self.init(prefix + String(hash, radix: 16)) }

  /// Reads a tag in the form of a header field; nil if it is not one.
  package init?(field: some StringProtocol) {
    isWeak = field.hasPrefix("W/")
    let quoted = field.dropFirst(isWeak ? 2 : 0)
    guard quoted.utf8.count >= 2, quoted.first == "\"", quoted.last == "\"" else { return nil }
    opaque = String(quoted.dropFirst().dropLast())
  }

  /// The tag in the form of a header field.
  package var description: String { (isWeak ? "W/" : "") + "\"\(opaque)\"" }

  /// The weak comparison (RFC 9110, 8.8.3.2), for `If-None-Match`.
  package func matchesWeakly(_ other: EntityTag) -> Bool { opaque == other.opaque }

  /// The strong comparison (RFC 9110, 8.8.3.2), for `If-Match` and `If-Range`: weak tags match nothing.
  package func matchesStrongly(_ other: EntityTag) -> Bool { !isWeak && self == other }
}

/// The value of an `If-Match` or `If-None-Match` field.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1>
package struct EntityTagList: Hashable, Sendable {
  private let members: [String]

  package init(_ field: String) { members = FieldList.members(of: field) }

  /// Whether the value is `*`.
  package var isAny: Bool { members == ["*"] }

  /// The strong tags, the only ones that can match in `If-Match`.
  package var strong: [EntityTag] { members.compactMap(EntityTag.init(field:)).filter { !$0.isWeak } }

  /// Whether a tag matches a member by weak comparison; `*` matches every tag.
  package func contains(_ tag: EntityTag) -> Bool {
    members.contains { $0 == "*" || EntityTag(field: $0)?.matchesWeakly(tag) == true }
  }
}
