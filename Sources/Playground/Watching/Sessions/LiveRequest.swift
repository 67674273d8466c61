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
