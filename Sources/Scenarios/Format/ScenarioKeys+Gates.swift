/// Gates that carry values, and what is sent to them.
extension ScenarioKeys {
  static let awaiting = [
    KeyDefinition(
      "await", .name,
      "The stream holds until the gate of that name is opened in the client's session, and takes the value that it is opened with: from `POST /api/sessions/KEY/gates/NAME`, or from a `signal` step of another request.",
      isRequired: true),
    KeyDefinition(
      "as", .variable, "The variable that the value goes into; `null` where the gate is opened without one."),
  ]

  static let signal = [
    KeyDefinition(
      "signal", .mapping(.signalValue),
      "Sends a value to a gate of a session: to all its streams that `await` there, or to the next that comes to it.",
      isRequired: true)
  ]

  static let signalValue = [
    KeyDefinition(
      "session", .template,
      "The key of the session, such as `${query.room}`: 1 to 64 letters, digits, `-` and `_`.",
      isRequired: true),
    KeyDefinition("gate", .name, "The name of the gate.", isRequired: true),
    KeyDefinition("data", .value, "The value, at most 64 KiB as JSON; without it streams take `null`."),
  ]
}
