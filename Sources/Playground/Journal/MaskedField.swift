import HTTPTypes

/// Keeps what proves who somebody is out of what others may look at.
enum MaskedField {
  private static let names: Set<String> = [
    "authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "x-auth-token",
    "x-access-token",
    "x-csrf-token",
  ]

  /// A field's value, or for a secret one only its form:
  ///
  ///     Authorization: Bearer ***
  ///     Cookie: ***
  static func value(of field: HTTPField) -> String {
    guard names.contains(field.name.canonicalName) else { return field.value }
    let parts = field.value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, field.name.canonicalName.hasSuffix("authorization") else { return "***" }
    return "\(parts[0]) ***"
  }
}
