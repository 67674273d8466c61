/// The members of a mapping whose keys have been checked.
struct CheckedMapping {
  let place: KeyPlace
  let location: SourceLocation
  /// In the order they were written.
  let members: [DocumentMember]

  subscript(key: String) -> DocumentMember? { members.first { $0.key == key } }
}
