import HTTPTypes
import MicroHTTP
import TextForms

/// Passes a request to the API operation at its address, or else to the first responder that knows the address.
struct Router: RequestHandler {
  let table: RouteTable
  let policy: AccessPolicy
  let responders: [any Responder]
  /// The CORS policy for unknown addresses, so that a page of an allowed origin that misspells one can read the response.
  var crossOrigin = CrossOrigin(allowedOrigins: [])

  func admit(_ request: Request) -> Admission {
    switch table.match(request.method, request.segments) {
    case .found(let route, _):
      switch policy.verdict(on: request, effect: route.effect, contentTypes: route.contentTypes) {
      case .refused(let refusal): return .refuse(refusal)
      case .admitted:
        return route.refusal(request).map { .refuse($0.result) } ?? .body(limit: route.bodyLimit)
      case .delayed: return .body(limit: route.bodyLimit)
      }
    case .otherMethods(let methods):
      let isRefused = request.hasBody && request.method != .options
      return isRefused ? .refuse(.methodNotAllowed(request, allowed: methods)) : .body(limit: 0)
    case .unknown:
      guard request.hasBody else { return .body(limit: 0) }
      for responder in responders {
        if let limit = responder.bodyLimit(for: request) { return .body(limit: limit) }
      }
      // The answer to a GET may hold an open file, so it is not made here just to find out whether it is a refusal.
      return [.get, .head, .options].contains(request.method)
        ? .body(limit: 0) : .refuse(refusal(of: request))
    }
  }

  /// Returns the refusal of a request whose body no responder accepts: a responder's error response, or else 404, instead of 413.
  private func refusal(of request: Request) -> HTTPResult {
    for responder in responders {
      if case .result(let result)? = responder.answer(request), result.status >= 400 { return result }
    }
    return notFound(request)
  }

  func answer(_ request: Request) -> Answer {
    // RFC 9110, 9.3.7: `OPTIONS *` asks about the server as a whole.
    if request.method == .options, request.target == "*" {
      return .result(.options([.get, .head, .post, .put, .delete, .options]))
    }
    switch table.match(request.method, request.segments) {
    case .found(let route, let parameters):
      // A refused request gets this far only if `admit` found that its response must be delayed.
      if let refusal = policy.refusal(of: request, effect: route.effect, contentTypes: route.contentTypes) {
        return .delayed(refusal)
      }
      let access = policy.door.access(of: request)
      return route.answer(Route.Call(request: request, parameters: parameters, access: access))
        .guarded(request, of: access, for: route.effect, by: policy.door)
    case .otherMethods(let methods):
      return .result(
        request.method == .options ? .options(methods) : .methodNotAllowed(request, allowed: methods))
    case .unknown:
      for responder in responders {
        if let answer = responder.answer(request) { return answer }
      }
      return .result(notFound(request))
    }
  }

  func refusalFields(for request: Request) -> HTTPFields {
    guard case .unknown = table.match(request.method, request.segments), request.segments.first != "api"
    else { return [:] }
    var fields = HTTPFields()
    let own = responders.lazy.compactMap { $0.crossOriginFields(for: request) }.first
    fields.allowReading(own ?? crossOrigin.fields(for: request))
    return fields
  }

  private func notFound(_ request: Request) -> HTTPResult {
    if request.segments.first == "api" {
      return .problem(
        .notFound,
        "The API has no \(request.arrival.address(of: request.path).forSentence); docs/http-api.md lists what it has."
      )
    }
    return crossOrigin.preflightOfRefusal(request)
      ?? .problem(
        .notFound,
        "There is nothing at \(request.arrival.address(of: request.path).forSentence); \(request.arrival.address(of: "/api/scenarios")) lists what plays where."
      ).readable(by: crossOrigin.fields(for: request))
  }
}
