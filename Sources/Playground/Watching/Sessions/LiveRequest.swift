import MicroHTTP
import TextForms

/// A request that hands a verb to a running server, for programs that send it.
///
///     POST /api/streams/inject?session=room    {"event":"chat","data":"Hello"}
package struct LiveRequest: Sendable {
  /// Below the server's address.
  package var path: String
  /// JSON; empty for none.
  package var body: [UInt8]

  /// - Parameters:
  ///   - target: a query parameter that says whose streams are meant, and its value.
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

  /// What `inject` takes: the members that are there, in order.
  package static func object(_ members: [(name: String, value: String?)], times: Int? = nil) -> [UInt8] {
    var list = members.compactMap { member in
      member.value.map { JSONValue.Member(name: member.name, value: .string($0)) }
    }
    if let times { list.append(JSONValue.Member(name: "times", value: .int(times))) }
    return JSONValue.object(list).bytes
  }
}

/// What a hand does to streams while they play: the same words in the API, on the command line and on pages.
package enum LiveVerb: String, Sendable, CaseIterable {
  /// Puts an event, a comment or raw bytes in.
  case inject
  /// Holds the source: heartbeats and a proxy's cuts go on.
  case pause
  /// Holds everything.
  case freeze
  /// Lets go on what is held.
  case resume
  /// Opens a gate, with a value or without.
  case gate
  /// Ends the body as HTTP says.
  case end
  /// Closes the connection in the middle of the body.
  case cut
  /// Resets the connection (TCP RST).
  case reset
}

/// Whose streams a hand reaches.
enum LiveTarget: Hashable, Sendable {
  case stream(StreamID)
  case session(SessionKey)
  /// All streams of a scenario.
  case scenario(String)
  /// All streams of a participant: of the session of that key, and of those whose keys begin with it and '-'.
  case participant(String, SessionKey)
  /// The shared timeline of a scenario, and with it all who follow it.
  case timeline(String)
  case everybody

  /// Why there is nobody to reach.
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
