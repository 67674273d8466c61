import FieldValues
import HTTPTypes
import MicroHTTP
import Scenarios

extension Request {
  /// Whether a body follows the head.
  var hasBody: Bool {
    headerFields[.transferEncoding] != nil || (headerFields[.contentLength].map { $0 != "0" } ?? false)
  }

  /// The content type without its parameters, in lower case and under its registered name; nil if it is missing or malformed.
  var mediaType: String? { headerFields[.contentType].flatMap { MediaType($0)?.essence } }

  /// Whether the client prefers `type` to JSON, the default: `Accept` gives it a greater weight, or the same weight and an earlier
  /// place.
  ///
  /// <https://www.rfc-editor.org/rfc/rfc9110#name-accept>
  func prefers(_ type: String) -> Bool {
    guard let accept = headerFields[.accept], let wanted = MediaType(type),
      let json = MediaType("application/json")
    else { return false }
    let weights = (
      wanted: Acceptance.weight(of: wanted, in: accept), json: Acceptance.weight(of: json, in: accept)
    )
    if weights.wanted != weights.json { return weights.wanted > weights.json }
    guard let place = Acceptance.place(of: wanted, in: accept) else { return false }
    return Acceptance.place(of: json, in: accept).map { place < $0 } ?? true
  }

  /// The header fields that scenarios can read, and so send back: without this server's own cookies.
  var fieldsForScenarios: [(name: String, value: String)] {
    headerFields.compactMap { field in
      guard field.name == .cookie else { return (field.name.canonicalName, field.value) }
      let pairs = field.value.split(separator: ";").map { $0.drop { $0 == " " } }
      let others = pairs.filter { !$0.hasPrefix(WithheldField.cookiePrefix) }
      if others.count == pairs.count { return (field.name.canonicalName, field.value) }
      return others.isEmpty ? nil : (field.name.canonicalName, others.joined(separator: "; "))
    }
  }
}
