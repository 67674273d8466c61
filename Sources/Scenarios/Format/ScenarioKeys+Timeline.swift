/// One timeline for all clients.
extension ScenarioKeys {
  static let timeline = [
    KeyDefinition(
      "start", .word(["first-client", "load"]),
      "When it begins: with the first client, or when the scenario is loaded.", default: "first-client"),
    KeyDefinition(
      "withoutClients", .word(["run", "pause", "stop"]),
      "What it does while nobody follows it. `run`: goes on. `pause`: stands still until the next client comes. `stop`: ends; the next client begins a new one.",
      default: "run"),
    KeyDefinition(
      "history", .integer(0...10_000),
      "How many of the last events are kept for clients that come back with a `Last-Event-ID`.",
      default: "1000"),
    KeyDefinition("historyAge", .duration, "How old a kept event may be.", default: "5m"),
    KeyDefinition(
      "slow", .word(["skip", "cut"]),
      "What happens to a client that reads so slowly that the history has passed it by. `skip`: a comment says how many events it missed, and it goes on with the newest. `cut`: its connection is closed.",
      default: "skip"),
  ]
}
