/// The request that a plan is made for, as plain values: the plan sees nothing else of the outside.
public struct PlanRequest: Sendable {
  public var method: String
  /// The request target's path as sent, for example `/stream/agent-7`.
  public var path: String
  /// What the scenario's path parameters matched, percent-decoded.
  public var parameters: [String: String]
  /// Query parameters in order, percent-decoded; of a name that comes twice, expressions see the first.
  public var query: [(name: String, value: String)]
  /// Header fields in order; names are lower case.
  public var headers: [(name: String, value: String)]
  public var body: RequestBody
  public var remoteAddress: String
  /// What the client sent as `Last-Event-ID`, or as the query parameter `lastEventId`.
  public var lastEventID: String?
  /// 1 for the first connection of a session, 2 for the second, …
  public var attempt: Int
  /// The session's key (`?session=`), or what stands in for it.
  public var session: String
  public var seed: UInt64

  public init(
    method: String = "GET", path: String = "/", parameters: [String: String] = [:],
    query: [(name: String, value: String)] = [], headers: [(name: String, value: String)] = [],
    body: [UInt8] = [], remoteAddress: String = "127.0.0.1", lastEventID: String? = nil,
    attempt: Int = 1, session: String = "", seed: UInt64 = 0
  ) {
    self.method = method
    self.path = path
    self.parameters = parameters
    self.query = query
    self.headers = headers
    self.body = RequestBody(body)
    self.remoteAddress = remoteAddress
    self.lastEventID = lastEventID
    self.attempt = attempt
    self.session = session
    self.seed = seed
  }
}
