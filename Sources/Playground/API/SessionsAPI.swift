import Logging
import MicroHTTP
import Platform
import Scenarios
import TextForms

/// `/api/sessions`: controls the streams of a session from outside, event by event.
struct SessionsAPI: RouteGroup {
  /// The most events that a client may report in one request.
  private static let dispatchedLimit = 1_000

  let sessions: SessionRegistry
  let log: Logger

  var routes: [Route] {
    [
      .now(
        .post, "/api/sessions/{key}/gates/{gate}", bodyLimit: Signal.valueLimit, contentTypes: Route.json
      ) { call in
        try open(call, gate: call["gate"])
      },
      // Off the event loop: this much JSON takes time to parse.
      .later(
        .post, "/api/sessions/{key}/dispatched", bodyLimit: 262_144, contentTypes: Route.json, log: log
      ) { call in
        try noteDispatched(call)
      },
      .now(.post, "/api/sessions/{key}/step", bodyLimit: 1_024) { call in
        try open(call, gate: nil)
      },
      .now(.delete, "/api/sessions/{key}/streams/{stream}", bodyLimit: 1_024) { call in
        try end(call)
      },
      .now(.delete, "/api/sessions/{key}", bodyLimit: 1_024) { call in try forget(call) },
    ]
  }

  private func open(_ call: Route.Call, gate: String?) throws(Refusal) -> HTTPResult {
    let key = try call.changedSession()
    let gate = try gate.map(call.gateName)
    let value = gate == nil ? nil : try call.gateValue()
    do throws(GateRefusal) {
      let opening = try sessions.open(gate, value: value, of: key, at: Monotonic.now, among: call.ownSessions)
      return .json([
        "session": .string(key.description), "gate": JSONValue(gate),
        "released": .array(opening.released.map { .string($0.description) }), "kept": .bool(opening.isKept),
      ])
    } catch {
      throw .gate(error, of: key)
    }
  }

  /// Records the events that a client dispatched, to compare them with the events that it was sent.
  private func noteDispatched(_ call: Route.Call) throws(Refusal) -> HTTPResult {
    let key = try call.changedSession()
    let objects = try JSONObject.list(call.request.body, limit: Self.dispatchedLimit)
    let events = try objects.map { object throws(Refusal) in
      try object.allow(["type", "data", "lastEventId"])
      return JournalEntry.Dispatched(
        type: try object.optionalText("type"), data: try object.text("data"),
        lastEventID: try object.optionalText("lastEventId"))
    }
    guard sessions.keepsJournals else {
      return .problem(
        .conflict, "Journals are off (MAX_JOURNAL_BYTES=0), and nothing else keeps what clients tell.")
    }
    guard sessions.noteDispatched(events, of: key, at: Monotonic.now) else { throw .unknownSession(key) }
    return .json(["session": .string(key.description), "dispatched": .int(events.count)])
  }

  private func end(_ call: Route.Call) throws(Refusal) -> HTTPResult {
    let key = try call.changedSession()
    let name = call.query("ending") ?? StreamEnding.complete.rawValue
    guard let ending = StreamEnding(rawValue: name) else {
      return .problem(
        .badRequest, "'ending' must be complete, truncate or reset, got '\(name.forSentence)'.")
    }
    guard let stream = StreamID(call["stream"]), sessions.end(stream, of: key, ending) else {
      return .problem(
        .notFound, "Session '\(key)' has no open stream '\(call["stream"].forSentence)'.")
    }
    return HTTPResult(status: 204)
  }

  private func forget(_ call: Route.Call) throws(Refusal) -> HTTPResult {
    let key = try call.changedSession()
    guard sessions.forget(key) else { throw .unknownSession(key) }
    return HTTPResult(status: 204)
  }
}
