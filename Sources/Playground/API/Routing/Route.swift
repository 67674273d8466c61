import HTTPTypes
import MicroHTTP

/// One operation of the HTTP API: a method at an address.
///
///     Route(.get, "/api/scenarios/{name}") { .result(.json(…)) }
///
/// A GET route also answers HEAD; the router answers OPTIONS, and other methods with 405.
struct Route: Sendable {
  /// A request, with the values of the parameters in its route's path.
  struct Call: Sendable {
    var request: Request
    var parameters: [String: String]
    /// The client's rights.
    var access = Door.Access()

    /// Decides which scenarios, sessions and drafts belong to the client.
    var ownership: Ownership { Ownership(access) }

    /// The value of a parameter of the route's path. All parameters of the pattern have one.
    subscript(name: String) -> String { parameters[name] ?? "" }

    /// Returns the first query parameter with that name.
    func query(_ name: String) -> String? { request.query.first { $0.name == name }?.value }

    /// The last event ID from which an event stream resumes: the header field, or else the query parameter `lastEventId`.
    var lastEventID: String? { request.headerFields[.lastEventID] ?? query("lastEventId") }
  }

  static let json = ["application/json"]

  var method: HTTPRequest.Method
  var pattern: RoutePattern
  /// The effect in the access table; nil for an operation that is missing there, which is refused.
  var effect: Effect?
  /// The most bytes of a body; a longer one is answered with 413.
  var bodyLimit: Int
  /// The content types that a body may have; any other is answered with 415.
  var contentTypes: [String]
  /// Returns why a request is refused before its body is read; nil if it is not refused.
  var refusal: @Sendable (Request) -> Refusal?
  var answer: @Sendable (Call) -> Answer

  init(
    _ method: HTTPRequest.Method, _ pattern: String, bodyLimit: Int = 0,
    contentTypes: [String] = AccessPolicy.scenarioTypes,
    refusal: @escaping @Sendable (Request) -> Refusal? = { _ in nil },
    answer: @escaping @Sendable (Call) -> Answer
  ) {
    self.method = method
    self.pattern = RoutePattern(pattern)
    self.bodyLimit = bodyLimit
    self.contentTypes = contentTypes
    self.refusal = refusal
    self.answer = answer
  }
}

/// A group of the API's operations. Each group has its own file.
protocol RouteGroup: Sendable {
  var routes: [Route] { get }
}
