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
