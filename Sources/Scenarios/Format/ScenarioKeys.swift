/// Every key of the scenario language, by place, in the order in which the reference shows them.
enum ScenarioKeys {
  static let scenario = [
    KeyDefinition("title", .text(limit: 200), "What people call it.", default: "the scenario's name"),
    KeyDefinition("description", .text(limit: 4_096), "What it shows or teaches."),
    KeyDefinition("tags", .names, "Words to find it by."),
    KeyDefinition(
      "path", .path,
      "An address of its own beside `/play/{name}`; `{name}` stands for one segment, in expressions `params.name`."
    ),
    KeyDefinition(
      "retry", .duration,
      "How long a client waits before it connects again; sent as a `retry` field in front of the first event."
    ),
    KeyDefinition(
      "heartbeat", .durationOrOff,
      "A comment line, `: keep-alive`, is sent whenever nothing else was for that long.",
      default: "15s; off where `raw` or `bom` is used"),
    KeyDefinition(
      "open", .toggle,
      "When nothing is due at once, a comment line `:` goes out with the head, so that `open` fires in every browser.",
      default: "on; off where `raw` or `bom` is used"),
    KeyDefinition(
      "seed", .integer(0...9_007_199_254_740_991),
      "Where random numbers begin, unless the request has `?seed=`.", default: "1"),
    KeyDefinition("vars", .variables, "Variables and their first values."),
    KeyDefinition(
      "firehose", .toggle, "Allows an endless loop without a wait: as fast as the client reads.",
      default: "off"),
    KeyDefinition("lineEnding", .word(["lf", "cr", "crlf"]), "How lines end.", default: "lf"),
    KeyDefinition("bom", .toggle, "The stream begins with a byte order mark.", default: "off"),
    KeyDefinition("steps", .steps, "What happens, in order.", isRequired: true),
  ]

  static let event = [
    KeyDefinition("event", .template, "The event type; without it clients dispatch `message`."),
    KeyDefinition(
      "data", .value,
      "Text is sent as it is, a `data` field a line. A mapping or a list is sent as compact JSON."),
    KeyDefinition("id", .template, "What the client sends back as `Last-Event-ID`."),
    KeyDefinition("retry", .delay, "The reconnection time, in a `retry` field."),
    KeyDefinition(
      "comment", .template,
      "A comment line, which clients ignore. Alone, it is a step without a blank line after it."),
    KeyDefinition("after", .delay, "How long to wait before this step."),
  ]

  static let wait = [
    KeyDefinition("wait", .delay, "How long nothing is sent but heartbeats.", isRequired: true)
  ]

  private static let turns = [
    KeyDefinition(
      "every", .delay, "From the beginning of a turn to the beginning of the next; the first begins at once."),
    KeyDefinition("index", .variable, "Another name for `index` in the steps, for loops within loops."),
    KeyDefinition("steps", .steps, "What happens each turn; or write the keys of one event in its place."),
  ]

  static let repetition =
    [
      KeyDefinition("repeat", .count, "How many turns.", isRequired: true),
      KeyDefinition(
        "as", .variable, "Another name for `number`, which is 1 in the first turn, in the steps."),
    ] + turns

  static let each =
    [
      KeyDefinition("each", .list, "One turn for each value.", isRequired: true),
      KeyDefinition("as", .variable, "What the steps call the value.", default: "item"),
    ] + turns

  static let raw = [
    KeyDefinition(
      "raw", .either([.template, .mapping(.rawBytes)]), "Bytes that are sent exactly as they are.",
      isRequired: true),
    KeyDefinition("after", .delay, "How long to wait before this step."),
  ]

  static let rawBytes = [
    KeyDefinition("text", .template, "The bytes as text in UTF-8."),
    KeyDefinition("hex", .text(limit: 2_097_152), "The bytes in hexadecimal; white space does not matter."),
    KeyDefinition("base64", .text(limit: 1_398_104), "The bytes in base64."),
  ]

  static let end = [
    KeyDefinition(
      "end", .word(["complete", "truncate", "reset", "hold"]),
      "`complete`: as HTTP says. `truncate`: closed in the middle of the body. `reset`: the connection is reset. `hold`: nothing further, but open.",
      isRequired: true),
    KeyDefinition("after", .delay, "How long to wait before this step."),
  ]
}
