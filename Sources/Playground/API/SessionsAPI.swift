import MicroHTTP
import Scenarios

/// `/api/sessions`: drives the streams of a session from outside, event by event.
struct SessionsAPI: RouteGroup {
  let sessions: SessionRegistry

  var routes: [Route] {
    [
      Route(.post, "/api/sessions/{key}/gates/{gate}", effect: .writes, bodyLimit: 1_024) { call in
        .result(open(call, gate: call["gate"]))
      },
      Route(.post, "/api/sessions/{key}/step", effect: .writes, bodyLimit: 1_024) { call in
        .result(open(call, gate: nil))
      },
      Route(.get, "/api/sessions/{key}") { call in .result(read(call)) },
      Route(.delete, "/api/sessions/{key}", effect: .writes, bodyLimit: 1_024) { call in .result(forget(call))
      },
    ]
  }

  private func key(_ call: Route.Call) -> SessionKey? { SessionKey(call["key"]) }

  private static let notKey = HTTPResult.problem(
    .badRequest, "A session's key is 1 to \(SessionKey.longest) letters, digits, '-' or '_'.")

  private func open(_ call: Route.Call, gate: String?) -> HTTPResult {
    guard let key = key(call) else { return Self.notKey }
    if let gate, !ScenarioName.isValid(gate) {
      return .problem(.badRequest, "A gate's name is letters a-z, digits and '-', got '\(gate.forSentence)'.")
    }
    guard let opening = sessions.open(gate, of: key, at: Monotonic.now) else {
      return .problem(
        .tooManyRequests,
        "\(SessionRegistry.openingLimit) openings of gates wait in session '\(key)' for a stream to come; DELETE forgets them."
      )
    }
    return .json([
      "session": .string(key.description), "gate": JSONValue(gate),
      "released": .array(opening.released.map { .string($0.description) }), "kept": .bool(opening.isKept),
    ])
  }

  private func read(_ call: Route.Call) -> HTTPResult {
    guard let key = key(call) else { return Self.notKey }
    guard let session = sessions.summary(of: key) else { return unknown(key) }
    return .json([
      "session": .string(key.description),
      "attempts": .object(
        session.attempts.sorted { $0.key < $1.key }.map {
          JSONValue.Member(name: $0.key, value: .int($0.value))
        }),
      "streams": .array(session.streams.map { .string($0.description) }),
      "gates": .array(session.gates.map(JSONValue.string)),
    ])
  }

  private func forget(_ call: Route.Call) -> HTTPResult {
    guard let key = key(call) else { return Self.notKey }
    return sessions.forget(key) ? HTTPResult(status: 204) : unknown(key)
  }

  private func unknown(_ key: SessionKey) -> HTTPResult {
    .problem(
      .notFound,
      "There is no session '\(key)'; one is there from its first connection until ten minutes after its last."
    )
  }
}
