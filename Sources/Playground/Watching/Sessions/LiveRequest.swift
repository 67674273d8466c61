import MicroHTTP
import TextForms

/// A request that sends a verb to a running server, for client programs.
///
///     POST /api/streams/inject?session=room    {"event":"chat","data":"Hello"}
package struct LiveRequest: Sendable {
  /// The path and query below the server's address.
  package var path: String
  /// JSON; empty for none.
  package var body: [UInt8]

  /// - Parameters:
  ///   - target: the query parameter that selects the streams, and its value.
  ///   - gate: the name of the gate, for `gate`.
  ///   - body: JSON.
  package init(
    _ verb: LiveVerb, target: (name: String, value: String), gate: String? = nil, body: [UInt8] = []
  ) {
    var path = "/api/streams/\(verb.rawValue)?\(PercentEncoding.query(target.name, target.value))"
    if let gate { path += "&\(PercentEncoding.query("gate", gate))" }
    self.path = path
    self.body = body
  }

  /// Returns the body for `inject`: the members that have values, in order.
  package static func object(_ members: [(name: String, value: String?)], times: Int? = nil) -> [UInt8] {
    var list = members.compactMap { member in
      member.value.map { JSONValue.Member(name: member.name, value: .string($0)) }
    }
    if let times { list.append(JSONValue.Member(name: "times", value: .int(times))) }
    return JSONValue.object(list).bytes
  }
}

/// The operations on streams by hand while they play. The API, the command line and the pages use the same words.
package enum LiveVerb: String, Sendable, CaseIterable {
  /// Injects an event, a comment or raw bytes.
  case inject
  /// Pauses the source; heartbeats and a proxy's cuts continue.
  case pause
  /// Holds everything, heartbeats included.
  case freeze
  /// Resumes a paused or frozen stream.
  case resume
  /// Opens a gate, with a value or without.
  case gate
  /// Ends the body completely, as HTTP defines it.
  case end
  /// Closes the connection in the middle of the body.
  case cut
  /// Resets the connection (TCP RST).
  case reset
}

/// The streams that a command acts on.
enum LiveTarget: Hashable, Sendable {
  case stream(StreamID)
  case session(SessionKey)
  /// All streams of a scenario.
  case scenario(String)
  /// All streams of a participant: those of the session with this key, and of sessions whose keys begin with it and '-'.
  case participant(String, SessionKey)
  /// The shared timeline of a scenario, and with it all its followers.
  case timeline(String)
  case everybody

  /// A sentence that says that there is no such stream.
  var nobody: String {
    switch self {
    case .stream(let id): "There is no open stream '\(id)'."
    case .session(let key): "Session '\(key)' has no open stream."
    case .scenario(let name): "No stream of '\(name.forSentence)' is open."
    case .participant(let name, _): "No stream of the participant '\(name.forSentence)' is open."
    case .timeline(let name): "No shared timeline of '\(name.forSentence)' runs."
    case .everybody: "No stream is open."
    }
  }
}
