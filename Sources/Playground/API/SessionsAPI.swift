import MicroHTTP
import Platform
import Scenarios
import TextForms

/// `/api/sessions`: drives the streams of a session from outside, event by event.
struct SessionsAPI: RouteGroup {
  let sessions: SessionRegistry

  var routes: [Route] {
    [
      Route(
        .post, "/api/sessions/{key}/gates/{gate}", bodyLimit: Signal.valueLimit, contentTypes: Route.json
      ) { call in
        .result(open(call, gate: call["gate"]))
      },
      Route(.post, "/api/sessions/{key}/step", bodyLimit: 1_024) { call in
        .result(open(call, gate: nil))
      },
      Route(.delete, "/api/sessions/{key}/streams/{stream}", bodyLimit: 1_024) { call in
        .result(end(call))
      },
      Route(.delete, "/api/sessions/{key}", bodyLimit: 1_024) { call in .result(forget(call))
      },
    ]
  }

  private func open(_ call: Route.Call, gate: String?) -> HTTPResult {
    guard let key = call.sessionKey else { return .notSessionKey }
    if let gate, !ScenarioName.isValid(gate) {
      return .problem(.badRequest, "A gate's name is letters a-z, digits and '-', got '\(gate.forSentence)'.")
    }
    var value: [UInt8]?
    if gate != nil, !call.request.body.isEmpty {
      value = Signal.compact(json: call.request.body)
      if value == nil { return .notGateValue }
    }
    do throws(GateRefusal) {
      let opening = try sessions.open(gate, value: value, of: key, at: Monotonic.now)
      return .json([
        "session": .string(key.description), "gate": JSONValue(gate),
        "released": .array(opening.released.map { .string($0.description) }), "kept": .bool(opening.isKept),
      ])
    } catch {
      return .gate(error, of: key)
    }
  }

  private func end(_ call: Route.Call) -> HTTPResult {
    guard let key = call.sessionKey else { return .notSessionKey }
    let name = call.query("ending") ?? StreamEnding.complete.name
    guard let ending = StreamEnding(name: name) else {
      return .problem(
        .badRequest, "'ending' must be complete, truncate or reset, got '\(name.forSentence)'.")
    }
    guard let stream = StreamID(call["stream"]), sessions.end(stream, of: key, ending) else {
      return .problem(
        .notFound, "Session '\(key)' has no open stream '\(call["stream"].forSentence)'.")
    }
    return HTTPResult(status: 204)
  }

  private func forget(_ call: Route.Call) -> HTTPResult {
    guard let key = call.sessionKey else { return .notSessionKey }
    return sessions.forget(key) ? HTTPResult(status: 204) : .unknownSession(key)
  }
}
