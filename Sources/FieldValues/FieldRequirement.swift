/// Compares the value of a request's field with a required one, by the rules of that field.
package enum FieldRequirement {
  /// Fields whose value is a list of case-insensitive names.
  private static let nameLists: Set<String> = [
    "accept-charset", "accept-encoding", "accept-language", "cache-control", "connection", "pragma", "te",
    "upgrade",
  ]

  /// Whether a field's value meets a requirement.
  ///
  /// A media type is compared as a media type, a list must have the wanted members with a weight other than 0, and an authentication
  /// scheme is case-insensitive. All other values are compared exactly.
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
