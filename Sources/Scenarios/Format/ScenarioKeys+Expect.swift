extension ScenarioKeys {
  static let expect = [
    KeyDefinition(
      "reconnect", .either([.word(["asked"]), .delay]),
      "How long the client waits after its stream was ended, cut or reset. `asked`: at least the reconnection time in force. A range such as `900ms..2s`; one duration is the least. 50 ms early is tolerated."
    ),
    KeyDefinition(
      "ids", .word(["right"]),
      "Each time it comes back it brings the last id that it was sent as `Last-Event-ID`; after a cut or a reset, an older one that it was sent."
    ),
    KeyDefinition("attempts", .integer(1...1_000), "How many connections it makes."),
    KeyDefinition("connections", .word(["one"]), "It never has a second connection beside another."),
    KeyDefinition("leaves", .text(limit: 128), "It leaves after this event type, or this data."),
    KeyDefinition("staysAway", .toggle, "It does not come back once it was answered 204.", default: "off"),
    KeyDefinition(
      "dispatched", .either([.word(["sent"]), .strings(limit: 1_024)]),
      "What it dispatches, as the client tells by `POST /api/sessions/KEY/dispatched`. `sent`: each event that it was sent whole, in that order, once. A list: events with these data, in this order, and no others."
    ),
    KeyDefinition(
      "within", .duration,
      "What else is expected happens within this time of the first request; without it, it is waited for."),
  ]
}
