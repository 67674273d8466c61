import HTTPTypes

/// All operations of the API, found by path and method.
struct RouteTable: Sendable {
  enum Match: Sendable {
    case found(Route, parameters: [String: String])
    /// The path is known, but not with the requested method; these are its methods.
    case otherMethods([HTTPRequest.Method])
    case unknown
  }

  let routes: [Route]
  private let byLength: [Int: [Route]]

  init(_ groups: [any RouteGroup], access: AccessTable = .playground) {
    routes = groups.flatMap(\.routes).map { route in
      var route = route
      route.effect = access.effect(of: "\(route.method) \(route.pattern)")
      return route
    }
    byLength = Dictionary(grouping: routes) { $0.pattern.segments.count }
      .mapValues { $0.sorted { RoutePattern.isMoreSpecific($0.pattern, than: $1.pattern) } }
  }

  func match(_ method: HTTPRequest.Method, _ path: [String]) -> Match {
    let wanted = method == .head ? .get : method
    var others: [HTTPRequest.Method] = []
    for route in candidates(path) {
      guard let parameters = route.pattern.match(path) else { continue }
      if route.method == wanted { return .found(route, parameters: parameters) }
      if !others.contains(route.method) { others.append(route.method) }
    }
    if others.isEmpty { return .unknown }
    if others.contains(.get) { others.append(.head) }
    return .otherMethods(others + [.options])
  }

  /// Returns the routes that may match, the most specific first; those that need an owner's segment come last.
  private func candidates(_ path: [String]) -> [Route] {
    let routes = byLength[path.count] ?? []
    guard path.contains(where: { $0.hasPrefix("@") }) else { return routes }
    return routes + (byLength[path.count - 1] ?? []).filter(\.pattern.mayTakeOwner)
  }
}
