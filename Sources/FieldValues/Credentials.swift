/// An `Authorization` field (RFC 9110, 11.4).
///
///     Bearer eyJhbGciOi
package struct Credentials: Sendable {
  /// The scheme in lower case: schemes are case-insensitive (RFC 9110, 11.1).
  package let scheme: String
  /// The text after the scheme; case-sensitive.
  package let token: String

  package init(_ field: some StringProtocol) {
    let parts = field.split(separator: " ", maxSplits: 1)
    scheme = parts.first?.lowercased() ?? ""
    token = parts.count == 2 ? String(parts[1].drop { $0 == " " }) : ""
  }

  /// The token of the scheme `Bearer` (RFC 6750); nil for another scheme, or no field.
  package static func bearerToken(_ field: String?) -> String? {
    guard let credentials = field.map({ Credentials($0) }), credentials.scheme == "bearer" else { return nil }
    return credentials.token
  }
}
