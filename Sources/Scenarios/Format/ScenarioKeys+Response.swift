/// Requests, responses, and the delivery of bytes.
extension ScenarioKeys {
  private static let status = KeyDefinition("status", .status, "The status code.")
  private static let headers = KeyDefinition(
    "headers", .answerHeaders,
    "Header fields and their values. Names are sent as they are written; a list is a field for each value; `null` leaves out a field that the playground sends by itself."
  )
  private static let connection = KeyDefinition(
    "connection", .word(["close", "keep-alive"]),
    "`close`: the connection is closed after the answer, and `Connection: close` says so.",
    default: "keep-alive")
  private static let contentType = KeyDefinition("contentType", .template, "The `Content-Type` field.")
  private static let delay = KeyDefinition("delay", .delay, "How long the head is delayed.", default: "0s")
  private static let redirect = KeyDefinition(
    "redirect", .template,
    "Answers with a redirect to that address; `status` may be 301, 302, 303, 307 or 308.")
  private static let reset = KeyDefinition(
    "reset", .toggle, "Resets the connection before the head.", default: "off")
  private static let framing = KeyDefinition(
    "framing", .either([.word(["chunked", "close", "length"]), .mapping(.framing)]),
    "How the body's end is known: by chunks, by the end of the connection, or by a `Content-Length` that is right (`length`) or is what you say.",
    default: "chunked for a stream, length for a whole answer")
  private static let bodies = [
    KeyDefinition("text", .template, "A body of text."),
    KeyDefinition("json", .value, "A body of JSON."),
    KeyDefinition("html", .template, "A body of HTML."),
    KeyDefinition(
      "hex", encodedBytes, "A body of bytes in hexadecimal; white space does not matter."),
    KeyDefinition("base64", encodedBytes, "A body of bytes in base64."),
    KeyDefinition(
      "bytes", .either([.integers(0...255), .integer(0...ProgramRun.rawLimit)]),
      "A body of these bytes, or, for one number, of this many `x`."),
    KeyDefinition(
      "end", .oneOf(Ending.self),
      "How the answer ends, once its body has been sent. `truncate`: the connection is closed, whatever was announced. `reset`: it is reset.",
      default: AnswerTemplate().ending.rawValue),
    KeyDefinition("retryAfter", .duration, "A `Retry-After` field, in whole seconds."),
  ]

  /// The keys for the body of an answer, which may have only one of them.
  static let bodyNames = ["text", "json", "html", "hex", "base64", "bytes"]

  static let response = [status, headers, contentType, redirect, delay, framing, connection, reset]

  static let framingKeys = [
    KeyDefinition(
      "length", .integer(0...1_000_000_000), "What `Content-Length` announces, whatever follows.",
      isRequired: true)
  ]

  static let respond = [
    KeyDefinition(
      "respond", .mapping(.answer), "Answers with this in place of a stream, if nothing has been sent yet.",
      isRequired: true), after,
  ]

  static let answer = [status, headers, contentType, redirect, framing, connection] + bodies

  static let attempt =
    [
      KeyDefinition(
        "times", .either([.integer(1...1_000_000), .word(["forever"])]), "How many connections it holds for.",
        default: "1"),
      KeyDefinition(
        "steps", .steps,
        "What this connection is sent in place of the scenario's own steps: from its beginning, whatever `Last-Event-ID` says."
      ),
    ] + response + bodies

  static let resume = [
    KeyDefinition("gap", .integer(1...1_000_000), "That many events after the client's last one are lost."),
    KeyDefinition(
      "duplicate", .integer(1...1_000_000), "That many events, up to the client's last one, come again."),
  ]

  static let request = [
    KeyDefinition(
      "methods", .words(ClientCall.methods), "The methods that are answered; others get 405.",
      default: "[\(RequestRules().methods.joined(separator: ", "))]"),
    KeyDefinition(
      "headers", .headers, "Header fields that must be there; `any` stands for any value. Else 400."),
    KeyDefinition(
      "query", .pairs, "Query parameters that must be there; `any` stands for any value. Else 400."),
    KeyDefinition("cookies", .pairs, "Cookies that must be there; `any` stands for any value. Else 401."),
    KeyDefinition("bearer", .template, "The token that `Authorization: Bearer` must have. Else 401."),
    KeyDefinition("mismatch", .mapping(.mismatch), "The response instead of 400 or 401."),
  ]

  static let mismatch = answer

  static let cors = [
    KeyDefinition(
      "origins", .origins, "Origins that may read the stream, as `http://localhost:3000`.",
      default: "every origin"),
    KeyDefinition(
      "credentials", .toggle, "Allows cookies; the origin is then named, never `*`.", default: "off"),
    KeyDefinition(
      "preflight", .either([.word(["allow", "refuse"]), .mapping(.preflight)]),
      "How OPTIONS is answered; a mapping allows it, and says how.", default: "allow"),
    KeyDefinition(
      "stream", .word(["allow", "missing"]), "`missing`: the stream itself has no such headers.",
      default: "allow"),
    KeyDefinition(
      "nameOrigin", .toggle, "Names the page's origin in place of `*`, though cookies are not allowed.",
      default: "off"),
  ]

  static let preflight = [
    KeyDefinition(
      "status", .integer(AnswerTemplate.statuses), "The status code.",
      default: "\(CORSRules.Preflight().status)"),
    KeyDefinition(
      "headers", .answerHeaders,
      "Header fields; each replaces the playground's field of that name, and `null` leaves a field out."
    ),
    KeyDefinition(
      "maxAge", .duration,
      "How long a browser may remember the answer; sent as `Access-Control-Max-Age`, in whole seconds."),
  ]

  static let writing = [
    KeyDefinition(
      "write", .either([.word(["off"]), .mapping(.write)]), "How bytes become writes from here on.",
      isRequired: true)
  ]

  static let write = [
    KeyDefinition("every", .integer(1...1_048_576), "Bytes in one write, at most."),
    KeyDefinition("at", .integers(1...1_048_576), "Offsets within each event at which it is cut."),
    KeyDefinition(
      "cut", .words(["characters", "line-ends"]),
      "Cuts inside each character of more than one byte, or between CR and LF."),
    KeyDefinition(
      "events", .integer(1...10_000), "Events in one write.", default: "\(WriteRules().events)"),
    KeyDefinition("pace", .delay, "How long to wait between the writes of one event.", default: "0s"),
  ]

  static let proxy = [
    KeyDefinition(
      "buffer", .either([.integer(1...1_048_576), .word(["until-end"])]),
      "Passes bytes on when there are that many, or only at the end."),
    KeyDefinition(
      "gzip", .oneOf(ProxyRules.Encoding.self),
      "Encodes the body for clients that accept gzip: passed on in blocks of 32 KiB, or at once."),
    KeyDefinition(
      "xAccelBuffering", .word(["ignore", "heed"]),
      "`heed`: neither buffers nor encodes unless the response says `X-Accel-Buffering: yes`.",
      default: "ignore"),
    KeyDefinition("idle", .duration, "Cuts the connection when nothing was sent for that long."),
    KeyDefinition("maxAge", .duration, "Cuts the connection when it is that old."),
    KeyDefinition(
      "answer", .oneOf(ProxyRules.OwnAnswer.self),
      "Answers every request itself: with a page of status 502 or 504, a redirect to `/login`, or a page of status 200."
    ),
  ]
}
