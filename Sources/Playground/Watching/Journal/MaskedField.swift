import HTTPTypes
import MicroHTTP

/// Keeps what proves who somebody is out of what others may look at.
enum MaskedField {
  /// A field's value, or for a secret one only its form; secrets in a URL are masked, too:
  ///
  ///     Authorization: Bearer ***
  ///     Cookie: ***
  ///     Referer: http://localhost:3000/?token=***
  static func value(of field: HTTPField) -> String {
    guard SecretName.isSecret(field.name.canonicalName) else { return MaskedURL.text(field.value) }
    let parts = field.value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, field.name.canonicalName.hasSuffix("authorization") else { return "***" }
    return "\(parts[0]) ***"
  }
}
