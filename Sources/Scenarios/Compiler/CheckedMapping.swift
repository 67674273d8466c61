/// The members of a mapping, without unknown keys, which have been reported.
struct CheckedMapping {
  let place: KeyPlace
  let location: SourceLocation
  /// In the order they were written.
  let members: [DocumentMember]

  subscript(key: String) -> DocumentMember? { members.first { $0.key == key } }
}
