/// Compares what a request's field says with what it should say, by the rules of that field.
package enum FieldRequirement {
  /// Fields whose value is a list of names that are compared without regard to case.
  private static let nameLists: Set<String> = [
    "accept-charset", "accept-encoding", "accept-language", "cache-control", "connection", "pragma", "te",
    "upgrade",
  ]

  /// Whether a field's value is what was asked for.
  ///
  /// A media type is compared as such, a list has to have the members that are asked for, with a weight other than 0, and an
  /// authentication scheme may be written in any case. All other values are compared exactly.
  ///
  /// - Parameter name: in lower case.
  package static func isMet(field name: String, value: String, wanted: String) -> Bool {
    if value == wanted { return true }
    switch name {
    case "content-type":
      guard let type = MediaType(value), let wanted = MediaType(wanted) else { return false }
      return type.satisfies(wanted)
    case "accept":
      return FieldList.members(of: wanted).allSatisfy { member in
        MediaType(member).map { Acceptance.place(of: $0, in: value) != nil } ?? false
      }
    case "authorization", "proxy-authorization":
      let (given, wanted) = (Credentials(value), Credentials(wanted))
      return given.scheme == wanted.scheme && given.token == wanted.token
    case _ where nameLists.contains(name):
      let names = FieldList.members(of: value).map(ParameterizedValue.init).filter(\.isWanted)
        .map { $0.value.lowercased() }
      return FieldList.members(of: wanted).allSatisfy {
        names.contains(ParameterizedValue($0).value.lowercased())
      }
    default: return false
    }
  }
}
