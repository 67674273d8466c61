/// How a scenario is meant to be called.
extension ScenarioKeys {
  static let client = [
    KeyDefinition(
      "method", .word(ClientCall.methods), "The method.", default: "POST where there is a body, else GET"),
    KeyDefinition("headers", .headers, "Header fields; their values are sent as they are written."),
    KeyDefinition(
      "body", .value,
      "The body: text is sent as it is written, a mapping or a list as JSON, with `Content-Type: application/json` unless `headers` say another. At most 64 KiB."
    ),
    KeyDefinition("params", .pairs, "What the parameters of `path` are."),
    KeyDefinition("query", .pairs, "Query parameters."),
    KeyDefinition(
      "close", .either([.strings(limit: 256), .text(limit: 256)]),
      "Event types, or whole data, after which a client is done and closes; at most 20."),
    KeyDefinition(
      "text", .text(limit: 256),
      "Where in an event's JSON a text grows that belongs together, such as `choices[0].delta.content`."),
  ]
}
