import MicroHTTP
import Platform
import Scenarios
import TextForms

/// `/api/sessions`: drives the streams of a session from outside, event by event.
struct SessionsAPI: RouteGroup {
  let sessions: SessionRegistry

  var routes: [Route] {
    [
      Route(.post, "/api/sessions/{key}/gates/{gate}", bodyLimit: 1_024) { call in
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
    guard let opening = sessions.open(gate, of: key, at: Monotonic.now) else {
      return .problem(
        .tooManyRequests,
        "\(Session.openingLimit) openings of gates wait in session '\(key)' for a stream to come; DELETE forgets them."
      )
    }
    return .json([
      "session": .string(key.description), "gate": JSONValue(gate),
      "released": .array(opening.released.map { .string($0.description) }), "kept": .bool(opening.isKept),
    ])
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
