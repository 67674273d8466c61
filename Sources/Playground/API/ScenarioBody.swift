import FieldValues
import Foundation
import HTTPTypes
import MicroHTTP

/// A scenario's text as a request brings it.
///
/// As `application/yaml` the body is the text. As `application/json` it is the text too (JSON is YAML), unless it has a
/// member `source`, which no scenario has: then that is the text, and `note` and `author` may stand beside it.
struct ScenarioBody: Hashable, Sendable {
  var source: String
  var note: String?
  var author: String?

  init(_ call: Route.Call) throws(Refusal) {
    guard let text = String(validating: call.request.body, as: UTF8.self) else {
      throw Refusal(.badRequest, "The body is not UTF-8.")
    }
    note = call.query("note")
    author = call.query("author")
    source = text
    guard call.request.mediaType == "application/json" else { return }
    let members = try JSONObject(call.request.body)
    guard members.names.contains("source") else { return }
    try members.allow(["source", "note", "author"])
    source = try members.text("source")
    note = try members.optionalText("note") ?? note
    author = try members.optionalText("author") ?? author
  }
}

extension Request {
  /// Whether a body comes after the head.
  var hasBody: Bool {
    headerFields[.transferEncoding] != nil || (headerFields[.contentLength].map { $0 != "0" } ?? false)
  }

  /// The content type without its parameters, in lower case and by its registered name; nil when there is none, or none that
  /// makes sense.
  var mediaType: String? { headerFields[.contentType].flatMap { MediaType($0)?.essence } }

  /// Whether `type` is asked for rather than JSON, which is the answer unless the field says otherwise: with a greater weight, or
  /// with the same and before it.
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
}
