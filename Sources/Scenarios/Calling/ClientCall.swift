import TextForms

/// How clients are meant to call a scenario. It does not affect how requests are answered.
package struct ClientCall: Sendable {
  static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
  /// The maximum number of bytes in the body.
  static let bodyLimit = 65_536
  /// The maximum number of header fields, of query parameters, and of path parameters.
  static let fieldLimit = 50

  package internal(set) var method = "GET"
  /// The header fields, with their names as written.
  package internal(set) var headers: [(name: String, value: String)] = []
  /// The request's body; nil if it has none.
  package internal(set) var body: String?
  /// The values of the path's parameters, by name.
  package internal(set) var parameters: [String: String] = [:]
  package internal(set) var query: [(name: String, value: String)] = []
  /// Event types, or the complete data of events, after which a client is done.
  package internal(set) var close: [String] = []
  /// The place in an event's JSON that contains the next piece of a text, which clients put together from all events.
  package internal(set) var text: DataPath?
}

extension Scenario {
  /// Returns the request that `client` describes. The arguments take precedence over it.
  ///
  /// A path parameter without a value gets its own name as its value.
  package func request(
    method: String? = nil, parameters: [String: String] = [:], query: [(name: String, value: String)] = [],
    headers: [(name: String, value: String)] = [], lastEventID: String? = nil, attempt: Int = 1,
    seed: UInt64? = nil
  ) -> PlanRequest {
    let call = client ?? ClientCall()
    var values = call.parameters.merging(parameters) { $1 }
    for name in path?.parameters ?? [] where values[name] == nil { values[name] = name }
    let said = Set(query.map(\.name))
    let whole = call.query.filter { !said.contains($0.name) } + query
    let own = headers.map { (name: $0.name.lowercased(), value: $0.value) }
    let saidFields = Set(own.map(\.name))
    let fields = call.headers.map { (name: $0.name.lowercased(), value: $0.value) }
    var request = PlanRequest(
      method: method ?? call.method, path: path?.address(values) ?? "/play/\(name)", parameters: values,
      query: whole,
      headers: fields.filter { !saidFields.contains($0.name) } + own,
      lastEventID: lastEventID, attempt: attempt, seed: seed ?? self.seed)
    if !whole.isEmpty {
      request.target += "?" + whole.map { PercentEncoding.query($0.name, $0.value) }.joined(separator: "&")
    }
    if let body = call.body { request.body = read(Array(body.utf8)) }
    return request
  }
}
