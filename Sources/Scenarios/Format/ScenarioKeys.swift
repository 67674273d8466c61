import ServerSentEvents

/// Every key of the scenario language, by place, in the order in which the reference shows them.
enum ScenarioKeys {
  static let scenario = top + EventFaults.all.map { $0.definition } + rest

  private static let top = [
    KeyDefinition("title", .text(limit: 200), "What people call it.", default: "the scenario's name"),
    KeyDefinition("description", .text(limit: 4_096), "What it shows or teaches."),
    KeyDefinition("tags", .names, "Words to find it by."),
    KeyDefinition(
      "path", .path,
      "An address of its own beside `/play/{name}`. `{name}` stands for any text within a segment, in expressions `params.name`."
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
      "seed", .either([.integer(0...9_007_199_254_740_991), .word(["random"])]),
      "The seed of the random numbers, unless the request has `?seed=`. `random`: a new seed for each request without `Last-Event-ID`; a client that comes back continues the run that it had.",
      default: "1"),
    KeyDefinition(
      "client", .mapping(.client),
      "How a client calls it: what Run, the curl line, 'Copy as' and `plan` send. It does not change the response."
    ),
    KeyDefinition("vars", .variables, "Variables and their first values."),
    KeyDefinition("fragments", .stepsByName, "Named lists of steps that `use` inserts."),
    KeyDefinition(
      "request", .mapping(.request), "What a request must have, and what it gets if it does not."),
    KeyDefinition(
      "cors", .either([.word(["off", "any"]), .mapping(.cors)]),
      "Headers that let pages of other origins read this stream. `off`: none. `any`: `*`. Without the key, the playground's own setting holds."
    ),
    KeyDefinition(
      "response", .mapping(.response), "The head of the response: status, header fields, framing, delay."),
    KeyDefinition(
      "attempts", .attempts,
      "How the first, second, … connection of a session is answered; `fine` plays the stream. Connections after the last entry are fine."
    ),
    KeyDefinition(
      "resume", .either([.word(["continue", "restart", "forget", "refuse"]), .mapping(.resume)]),
      "What a client that sends `Last-Event-ID` gets. `continue`: what it would have received without the interruption. `restart`: everything from the beginning. `forget`: the same, with a comment that the event is no longer known. `refuse`: 410.",
      default: "continue"),
    KeyDefinition(
      "write", .either([.word(["off"]), .mapping(.write)]),
      "How bytes become writes: each is a chunk and a segment of its own.",
      default: "off: what is due at the same time goes out together"),
    KeyDefinition("proxy", .mapping(.proxy), "A simulated proxy between the server and the client."),
  ]

  private static let rest = [
    KeyDefinition(
      "timeline", .either([.word(["own", "shared"]), .mapping(.timeline)]),
      "`shared`: all clients follow one running timeline, which is played once for all of them. A mapping is a shared timeline with settings.",
      default: "own: each client has its own, from the beginning"),
    KeyDefinition(
      "expect", .mapping(.expect),
      "What its client has to do; a verdict on a session says whether it did."),
    KeyDefinition(
      "firehose", .toggle, "Allows an endless loop without a wait: as fast as the client reads.",
      default: "off"),
    KeyDefinition(
      "format", .oneOf(StreamFormat.self),
      "`sse`: an event stream. `ndjson`: the data of each event as JSON on a line. `json-seq`: the same between RS and LF (RFC 7464). `text`: the data as it is.",
      default: PlanSettings().format.rawValue),
    KeyDefinition(
      "lineEnding", .oneOf(LineEnding.self), "How lines end.", default: PlanSettings().lineEnding.rawValue),
    KeyDefinition("bom", .toggle, "The stream begins with a byte order mark.", default: "off"),
    KeyDefinition("steps", .steps, "What happens, in order.", isRequired: true),
  ]

  static let event = [
    KeyDefinition(
      "event", .template, "The event type, of at most 128 bytes; without it clients dispatch `message`."),
    KeyDefinition(
      "data", .value,
      "Text is sent as it is, a `data` field a line. A mapping or a list is sent as compact JSON. At most 64 KiB."
    ),
    KeyDefinition("id", .template, "What the client sends back as `Last-Event-ID`; at most 256 bytes."),
    KeyDefinition("retry", .delay, "The reconnection time, in a `retry` field."),
    KeyDefinition(
      "comment", .template,
      "A comment line, which clients ignore. Alone it is a step of its own, without a blank line after it."),
    after,
  ]

  static let wait = [
    KeyDefinition("wait", .delay, "How long nothing is sent but heartbeats.", isRequired: true)
  ]

  static let silence = [
    KeyDefinition(
      "silence", .delay, "How long nothing is sent at all, not even heartbeats.", isRequired: true)
  ]

  static let raw = [
    KeyDefinition(
      "raw", .either([.template, .mapping(.rawBytes)]),
      "Bytes that are sent exactly as they are, at most 1 MiB.",
      isRequired: true),
    after,
  ]

  /// Bytes in hexadecimal or in base64. They have no limit except that of the whole document.
  static let encodedBytes = KeyType.text(limit: DocumentReader.sizeLimit)

  static let rawBytes = [
    KeyDefinition("text", .template, "The bytes as text in UTF-8."),
    KeyDefinition("hex", encodedBytes, "The bytes in hexadecimal; white space does not matter."),
    KeyDefinition("base64", encodedBytes, "The bytes in base64."),
    KeyDefinition(
      "times", .integer(1...ProgramRun.rawLimit),
      "How many times the bytes are sent; at most 1 MiB in all.",
      default: "1"),
  ]

  static let gate = [
    KeyDefinition(
      "gate", .name, "The stream waits until the gate of that name is opened in the client's session.",
      isRequired: true)
  ]

  static let end = [
    KeyDefinition(
      "end", .word(Ending.allCases.map(\.rawValue) + ["hold"]),
      "`complete`: as HTTP says. `truncate`: closed in the middle of the body. `reset`: the connection is reset. `hold`: nothing further, but open. After the first three, a client that comes back with its last event ID continues with the steps that follow.",
      isRequired: true),
    after,
  ]

  static let after = KeyDefinition("after", .delay, "How long to wait before this step.")
}

/// How clients are meant to call a scenario.
extension ScenarioKeys {
  static let client = [
    KeyDefinition(
      "method", .word(ClientCall.methods), "The method.", default: "POST where there is a body, else GET"),
    KeyDefinition("headers", .headers, "Header fields; their values are sent as they are written."),
    KeyDefinition(
      "body", .value,
      "The body: text is sent as it is written, a mapping or a list as JSON, with `Content-Type: application/json` unless `headers` say another. At most 64 KiB."
    ),
    KeyDefinition("params", .pairs, "Values for the parameters of `path`."),
    KeyDefinition("query", .pairs, "Query parameters."),
    KeyDefinition(
      "close", .either([.strings(limit: 256, count: 20), .text(limit: 256)]),
      "Event types, or whole data, after which a client is done and closes; at most 20."),
    KeyDefinition(
      "text", .text(limit: 256),
      "Where an event's JSON has the next piece of a growing text, such as `choices[0].delta.content`."),
  ]
}

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
    KeyDefinition("connections", .word(["one"]), "It never has two connections at the same time."),
    KeyDefinition("leaves", .text(limit: 128), "It leaves after this event type, or this data."),
    KeyDefinition("staysAway", .toggle, "It does not come back once it was answered 204.", default: "off"),
    KeyDefinition(
      "dispatched", .either([.word(["sent"]), .strings(limit: 1_024, count: 1_000)]),
      "What it dispatches, as the client tells by `POST /api/sessions/KEY/dispatched`. `sent`: each event that it was sent whole, in that order, once. A list: events with these data, in this order, and no others."
    ),
    KeyDefinition(
      "within", .duration,
      "The time after the first request within which the other expectations must be met; without it, they are waited for."
    ),
  ]
}

/// Gates that are opened with a value, and the signals that open them.
extension ScenarioKeys {
  static let awaiting = [
    KeyDefinition(
      "await", .name,
      "The stream waits until the gate of that name is opened in the client's session, and takes the value that it is opened with: from `POST /api/sessions/KEY/gates/NAME`, or from a `signal` step of another request.",
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

/// The timeline that all clients share.
extension ScenarioKeys {
  static let timeline = [
    KeyDefinition(
      "start", .oneOf(SharedTimeline.Start.self),
      "When it begins: with the first client, or when the scenario is loaded.",
      default: SharedTimeline().start.rawValue),
    KeyDefinition(
      "withoutClients", .oneOf(SharedTimeline.Idling.self),
      "What it does while no client follows it. `run`: continues. `pause`: waits for the next client. `stop`: ends; the next client begins a new one.",
      default: SharedTimeline().withoutClients.rawValue),
    KeyDefinition(
      "history", .integer(0...10_000),
      "How many of the last events are kept for clients that come back with a `Last-Event-ID`.",
      default: "\(SharedTimeline().history)"),
    KeyDefinition("historyAge", .duration, "How old a kept event may be.", default: "5m"),
    KeyDefinition(
      "slow", .oneOf(SharedTimeline.Slowness.self),
      "What happens to a client that reads so slowly that the history has passed it by. `skip`: a comment says how many events it missed, and it continues with the newest. `cut`: its connection is closed.",
      default: SharedTimeline().slow.rawValue),
  ]
}
