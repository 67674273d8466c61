/// An entity tag: names one state of what an address answers.
///
///     "5f-2"   W/"5f-2"
///
/// <https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3>
package struct EntityTag: Hashable, Sendable, CustomStringConvertible {
  /// What stands between the quotation marks.
  package let opaque: String
  /// Whether two texts of the tag may differ in their bytes.
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

  /// A tag as a header field has it; nil if that is not one.
  package init?(field: some StringProtocol) {
    isWeak = field.hasPrefix("W/")
    let quoted = field.dropFirst(isWeak ? 2 : 0)
    guard quoted.utf8.count >= 2, quoted.first == "\"", quoted.last == "\"" else { return nil }
    opaque = String(quoted.dropFirst().dropLast())
  }

  /// As a header field has it.
  package var description: String { (isWeak ? "W/" : "") + "\"\(opaque)\"" }

  /// The weak comparison of RFC 9110, 8.8.3.2, which is for `If-None-Match`.
  package func matchesWeakly(_ other: EntityTag) -> Bool { opaque == other.opaque }

  /// The strong comparison of RFC 9110, 8.8.3.2, which is for `If-Match` and `If-Range`: weak tags match nothing.
  package func matchesStrongly(_ other: EntityTag) -> Bool { !isWeak && self == other }
}

/// What an `If-Match` or `If-None-Match` field holds.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1>
package struct EntityTagList: Hashable, Sendable {
  private let members: [String]

  package init(_ field: String) { members = FieldList.members(of: field) }

  /// `*`, and nothing else.
  package var isAny: Bool { members == ["*"] }

  /// The strong tags, the only ones that can match in `If-Match`.
  package var strong: [EntityTag] { members.compactMap(EntityTag.init(field:)).filter { !$0.isWeak } }

  /// Whether a tag is among them by weak comparison, as every tag is in `*`.
  package func holds(_ tag: EntityTag) -> Bool {
    members.contains { $0 == "*" || EntityTag(field: $0)?.matchesWeakly(tag) == true }
  }
}
