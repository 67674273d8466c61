import FieldValues
import Foundation
import HTTPTypes
import MicroHTTP

/// A scenario's text in the body of a request.
///
/// As `application/yaml` the body is the text. As `application/json` it is the text as well (JSON is YAML), unless it has a
/// member `source`, which no scenario has: then that member is the text, and `note` and `author` may accompany it.
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
}
