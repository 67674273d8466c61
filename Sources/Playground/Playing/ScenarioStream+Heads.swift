import FieldValues
import HTTPTypes
import MicroHTTP
import Scenarios

/// The heads of streams, and the complete responses in place of a stream.
extension ScenarioStream {
  /// Sends the head. For a shared timeline, the head contains how the client joined.
  mutating func begin(_ head: ResponseHead, at now: UInt64) -> Production {
    guard let shared = context.shared else { return .head(streamHead(head, at: now)) }
    let id = record.lastEventID
    switch shared.timelines.join(shared.scenario, after: id, place: shared.lastPlace, at: now) {
    case .follows(let membership):
      let following = Following(membership, shared.scenario, lastEventID: id)
      for injection in plan.takeInjections() { following.inject(injection, at: now) }
      self.following = following
      var head = head
      if let resumed = following.resumed { head.fill("playground-resume", resumed) }
      return .head(streamHead(head, at: now))
    case .nothingLeft: return respond(PlainResponse(status: 204, headers: [], body: []), at: now)
    case .tooMany: return respond(Self.tooManyTimelines, at: now)
    }
  }

  private static let tooManyTimelines = PlainResponse(
    status: 503,
    headers: [
      (name: "content-type", value: "text/plain; charset=utf-8"), (name: "retry-after", value: "5"),
    ],
    body: Array(
      "The server's limit of \(Timelines.limit) shared timelines is reached. Try again in a few seconds.\n"
        .utf8))

  private mutating func streamHead(_ head: ResponseHead, at now: UInt64) -> StreamHead {
    var fields = fields(head.headers, omitted: head.omitted, isStream: true)
    fields.sandbox(status: head.status, omitted: head.omitted)
    isEventStream =
      head.status == 200 && fields[.contentType].flatMap { MediaType($0)?.essence } == "text/event-stream"
    context.log.streamOpened(
      record.id, of: record.scenario, request: context.request, status: head.status,
      [
        ("seed", record.seed.description), ("speed", String(record.speed.factor)),
        ("attempt", String(record.attempt)), ("after", record.lastEventID ?? ""),
      ])
    let head = StreamHead(
      status: head.status, headerFields: fields, framing: StreamHead.Framing(head.framing),
      isDated: !head.omitted.contains("date"))
    recorder.head(head, at: now)
    return head
  }

  /// Sends a complete response. One whose framing or ending the scenario overrides is sent in parts, like a stream.
  mutating func respond(_ response: PlainResponse, at now: UInt64) -> Production {
    var fields = fields(response.headers, omitted: response.omitted, isStream: false)
    fields.sandbox(status: response.status, omitted: response.omitted)
    let length = StreamHead.Framing.length(UInt64(response.body.count))
    let head = StreamHead(
      status: response.status, headerFields: fields,
      framing: response.framing.map { StreamHead.Framing($0) } ?? length,
      isDated: !response.omitted.contains("date"))
    recorder.head(head, at: now)
    let isHead = record.method == HTTPRequest.Method.head.rawValue
    guard response.isComplete else {
      if !isHead { answer = AnswerRemainder(body: response.body[...], ending: StreamEnding(response.ending)) }
      return .head(head)
    }
    if !isHead {
      recorder.add(WrittenRuns.Run(line: plan.line, step: plan.step, length: response.body.count))
      recorder.answer(response.body, at: now)
    }
    return .respond(
      HTTPResult(
        status: response.status, headerFields: fields,
        body: response.body.isEmpty ? .none : .bytes(response.body), isDated: head.isDated))
  }

  /// Sends the next part of a response whose framing or ending the scenario overrides.
  mutating func sendRemainder(_ remainder: AnswerRemainder, into buffer: inout [UInt8], at now: UInt64)
    -> Production
  {
    var remainder = remainder
    buffer += remainder.takeNext()
    recorder.add(WrittenRuns.Run(line: plan.line, step: plan.step, length: buffer.count))
    write(buffer, at: now)
    answer = remainder
    return remainder.body.isEmpty ? .end(remainder.ending) : .yield
  }

  private func fields(
    _ headers: [(name: String, value: String)], omitted: Set<String>, isStream: Bool
  ) -> HTTPFields {
    // First, because browsers use only the first of several `X-Content-Type-Options`.
    var fields: HTTPFields = [.xContentTypeOptions: "nosniff"]
    for header in headers {
      guard let name = HTTPField.Name(header.name) else { continue }
      if let reason = WithheldField.reason(name: header.name, value: header.value) {
        context.log.notice(
          "stream \(record.id) of \(record.scenario): '\(header.name)' is left out of the answer: \(reason)")
        continue
      }
      let value = name == .location ? context.arrival.address(of: header.value) : header.value
      fields.append(HTTPField(name: name, value: value))
    }
    func fill(_ name: HTTPField.Name, _ value: String) {
      if fields[name] == nil, !omitted.contains(name.canonicalName) { fields[name] = value }
    }
    if isStream {
      fill(.contentType, "text/event-stream; charset=utf-8")
      fill(.cacheControl, "no-store, no-transform")
      fill(.accelBuffering, "no")
    }
    let own: [(HTTPField.Name, former: HTTPField.Name, String)] = [
      (.seed, .formerSeed, record.seed.description), (.streamID, .formerStreamID, record.id.description),
    ]
    for (name, former, value) in own {
      fill(name, value)
      if !omitted.contains(name.canonicalName) { fill(former, value) }
    }
    if let id = context.requestID { fill(.requestID, id) }
    let isOptions = record.method == HTTPRequest.Method.options.rawValue
    if omitted.contains("access-control-allow-origin") {
      fields[.accessControlAllowOrigin] = nil
    } else if fields[.accessControlAllowOrigin] == nil, !context.decidesCORS || (!isStream && !isOptions) {
      fields.allowReading(context.crossOriginFields)
    } else {
      fields.exposeAll()
    }
    for name in omitted.compactMap({ HTTPField.Name($0) }) { fields[name] = nil }
    return fields
  }
}

/// The shared timeline that a stream joins. It is a class, so that each stream keeps only a reference to it.
final class SharedScenario: Sendable {
  let scenario: Scenario
  let timelines: Timelines
  /// The place in the followed history where the client's last event was injected by hand; nil if it was not.
  let lastPlace: UInt64?

  init(_ scenario: Scenario, _ timelines: Timelines, lastPlace: UInt64?) {
    self.scenario = scenario
    self.timelines = timelines
    self.lastPlace = lastPlace
  }
}

/// The unsent rest of a complete response whose framing or ending the scenario overrides.
struct AnswerRemainder {
  /// The most bytes that are sent at a time.
  private static let part = 65_536

  private(set) var body: ArraySlice<UInt8>
  let ending: StreamEnding

  init(body: ArraySlice<UInt8>, ending: StreamEnding) {
    self.body = body
    self.ending = ending
  }

  mutating func takeNext() -> ArraySlice<UInt8> {
    defer { body = body.dropFirst(Self.part) }
    return body.prefix(Self.part)
  }
}

extension StreamEnding {
  init(_ ending: Ending) {
    switch ending {
    case .complete: self = .complete
    case .truncate: self = .truncate
    case .reset: self = .reset
    }
  }
}

extension StreamHead.Framing {
  init(_ framing: ResponseHead.Framing) {
    switch framing {
    case .chunked: self = .chunked
    case .length(let length): self = .length(length)
    case .closeDelimited: self = .closeDelimited
    }
  }
}
