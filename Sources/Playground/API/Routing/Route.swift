import HTTPTypes
import MicroHTTP

/// One operation of the HTTP API: a method at an address.
///
///     Route(.get, "/api/scenarios/{name}") { .result(.json(…)) }
///
/// A GET route answers HEAD too; OPTIONS and 405 are the router's.
struct Route: Sendable {
  /// A request and what the parameters of its route's path stand for.
  struct Call: Sendable {
    var request: Request
    var parameters: [String: String]
    /// Who asks.
    var access = Door.Access()

    /// What is theirs, and what they may see and change.
    var ownership: Ownership { Ownership(access) }

    /// A parameter of the route's path; every one of the pattern is there.
    subscript(name: String) -> String { parameters[name] ?? "" }

    /// The first query parameter of that name.
    func query(_ name: String) -> String? { request.query.first { $0.name == name }?.value }

    /// Where the reader of an event stream goes on.
    var lastEventID: String? { request.headerFields[.lastEventID] ?? query("lastEventId") }
  }

  static let scenarioTypes = AccessPolicy.scenarioTypes
  static let json = ["application/json"]

  var method: HTTPRequest.Method
  var pattern: RoutePattern
  /// As the access table says; nil for an operation that does not stand there, which is refused.
  var effect: Effect?
  /// Bytes; a longer body is answered 413.
  var bodyLimit: Int
  /// What a body may be; anything else is answered 415.
  var contentTypes: [String]
  /// Why a request is refused before its body is read; nil if it is not.
  var refusal: @Sendable (Request) -> Refusal?
  var answer: @Sendable (Call) -> Answer

  init(
    _ method: HTTPRequest.Method, _ pattern: String, bodyLimit: Int = 0,
    contentTypes: [String] = Route.scenarioTypes,
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

/// A part of the API that stands in its own file: its operations, for the route table and for its description.
protocol RouteGroup: Sendable {
  var routes: [Route] { get }
}
